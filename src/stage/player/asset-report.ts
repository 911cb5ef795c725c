import type { AssetReason, UnloadedAssets, UnloadedKind } from "../../wire/assets.ts";
import type { Finding } from "./asset-finding.ts";

/** More are not listed: a hostile recording may name millions. */
const MOST_LISTED = 500;
const MOST_CHARACTERS = 500;
/** Of an address that holds its content, what tells its type. */
const MOST_OF_DATA = 60;
/** Findings come in crowds. */
const PAUSE_MS = 250;

interface Unloaded {
  readonly kind: UnloadedKind;
  readonly reason: AssetReason;
  /** By view: pages of several views may name it. */
  readonly counts: Map<string, number>;
}

/**
 * What of a session's assets is not shown. What was found of an address stays until it is found otherwise, so that the
 * list stands still while frames come and go.
 */
export class AssetReport {
  readonly #send: (assets: UnloadedAssets) => void;
  readonly #unloaded = new Map<string, Unloaded>();
  #hasMore = false;
  #notFetched = { count: 0, hasMore: false };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (assets: UnloadedAssets) => void) {
    this.#send = send;
  }

  /** What a frame of this view has found of an address as recorded. */
  found(viewId: string, address: string, kind: UnloadedKind, finding: Finding): void {
    const key = cut(address);
    const known = this.#unloaded.get(key);
    if (finding === "loaded") {
      if (known?.counts.delete(viewId) !== true) return;
      if (known.counts.size === 0) this.#unloaded.delete(key);
    } else {
      const { reason, count } = finding;
      const before = known?.counts.get(viewId) ?? 0;
      if (known?.reason === reason && before >= count) return;
      if (known === undefined && this.#unloaded.size >= MOST_LISTED) {
        if (this.#hasMore) return;
        this.#hasMore = true;
      } else {
        const counts = (known?.counts ?? new Map<string, number>()).set(viewId, Math.max(before, count));
        this.#unloaded.set(key, { kind, reason, counts });
      }
    }
    this.#tellSoon();
  }

  /** How many addresses are not asked for at all. */
  setNotFetched(count: number, hasMore: boolean): void {
    this.#notFetched = { count, hasMore };
    this.#tellSoon();
  }

  /** Says nothing any more. */
  destroy(): void {
    clearTimeout(this.#timer);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, PAUSE_MS);
  }

  #tell(): void {
    this.#send({
      failed: [...this.#unloaded].map(([address, { kind, reason, counts }]) => ({
        address,
        kind,
        reason,
        count: [...counts.values()].reduce((sum, count) => sum + count, 0),
      })),
      hasMore: this.#hasMore,
      notFetched: this.#notFetched.count,
      hasMoreNotFetched: this.#notFetched.hasMore,
    });
  }
}

function cut(address: string): string {
  const most = /^data:/i.test(address) ? MOST_OF_DATA : MOST_CHARACTERS;
  return address.length > most ? `${address.slice(0, most)}…` : address;
}
