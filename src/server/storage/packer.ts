import { createHash, randomBytes } from "node:crypto";
import { type EpochMs, epochMs } from "../../base/time.ts";
import type { Store } from "./driver.ts";
import type { FinishedPack } from "./pack.ts";
import type { ViewKey } from "./stored-segment.ts";
import { RetryPlan } from "./retry-plan.ts";
import { streamSegments } from "./segment-stream.ts";

// A pack is a view's segments, as received, one after the other in one blob:
//
//   view complete ─▶ blob written and durable ─▶ commitPack, one transaction ─▶ … ─▶ replaced blobs deleted
//                    (a crash here: an orphan,      (from here on readers are
//                    swept at the next start)        sent to the blob)
//
// A late segment makes its view packable again; it is packed anew as a whole, into another blob. The old one
// stays for a while, for readers that were sent there already; one that is slower still finds it gone and asks
// the event platform again (see PackLocation).

/** Times are milliseconds. */
export interface PackerOptions {
  /** A view that has ended is complete when no segment came for so long. */
  readonly endedQuietMs?: number;
  /** Any view is complete when no segment came for so long. The SDK ends a session after 15 minutes. */
  readonly idleMs?: number;
  /** From the end of one pass to the beginning of the next. */
  readonly intervalMs?: number;
  /** How long a replaced blob stays. */
  readonly keepReplacedMs?: number;
  readonly now?: () => EpochMs;
  /** Told of each view that was packed. */
  readonly onPacked?: (view: ViewKey) => void;
  /** Told of what failed; the view is tried again later. */
  readonly onError: (message: string, error: unknown) => void;
}

/** What a pass did. */
export interface PackingPass {
  readonly packed: number;
  readonly failed: number;
}

export interface Packer {
  /** One pass over all complete views; waits for a pass that is going on. Rejects only when aborted. */
  runOnce(signal: AbortSignal): Promise<PackingPass>;
  /** Aborts the pass that is going on; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const BATCH = 50;

/** A pass gives up for now after so many failures in a row: the blob store is out of order, not a view. */
const MAX_FAILURES_IN_A_ROW = 3;

/** Packs complete views from now on, until stopped. */
export function startPacker(store: Store, options: PackerOptions): Packer {
  const { intervalMs = 15_000 } = options;
  const packing = new Packing(store, options);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const runOnce = (signal: AbortSignal): Promise<PackingPass> => {
    const either = AbortSignal.any([signal, stopping.signal]);
    const pass = running.then(() => packing.pass(either));
    // The next one starts whatever became of this one; who asked for it is told.
    running = pass.then(
      () => undefined,
      () => undefined,
    );
    return pass;
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      runOnce(stopping.signal).then(schedule, (error: unknown) => {
        if (stopping.signal.aborted) return;
        options.onError("packing failed", error);
        schedule();
      });
    }, intervalMs);
    timer.unref();
  };
  schedule();

  return {
    runOnce,
    stop: async () => {
      clearTimeout(timer);
      stopping.abort(new Error("the packer was stopped"));
      await running;
    },
  };
}

class Packing {
  readonly #store: Store;
  readonly #age: { readonly endedQuietMs: number; readonly idleMs: number };
  readonly #keepReplacedMs: number;
  readonly #now: () => EpochMs;
  readonly #onPacked: NonNullable<PackerOptions["onPacked"]>;
  readonly #onError: PackerOptions["onError"];
  readonly #retries = new RetryPlan();
  #replaced: { readonly blobKey: string; readonly deleteAt: number }[] = [];

  constructor(store: Store, options: PackerOptions) {
    this.#store = store;
    this.#age = { endedQuietMs: options.endedQuietMs ?? 30_000, idleMs: options.idleMs ?? 16 * 60_000 };
    this.#keepReplacedMs = options.keepReplacedMs ?? 60_000;
    this.#now = options.now ?? (() => epochMs(Date.now()));
    this.#onPacked = options.onPacked ?? (() => undefined);
    this.#onError = options.onError;
  }

  async pass(signal: AbortSignal): Promise<PackingPass> {
    signal.throwIfAborted();
    await this.#deleteReplaced();
    let packed = 0;
    let failed = 0;
    let failedInARow = 0;
    for await (const view of this.#packable(signal)) {
      if (await this.#tryPack(view, signal)) {
        packed += 1;
        failedInARow = 0;
      } else {
        failed += 1;
        failedInARow += 1;
      }
      if (failedInARow >= MAX_FAILURES_IN_A_ROW) break;
    }
    return { packed, failed };
  }

  /** Views to pack now, each once; those that failed are left out until their time comes. */
  async *#packable(signal: AbortSignal): AsyncGenerator<ViewKey> {
    const seen = new Set<string>();
    for (;;) {
      const now = this.#now();
      const limit = BATCH + seen.size + this.#retries.size;
      const views = await this.#store.events.listPackable({ now, ...this.#age }, limit, signal);
      const due = views.filter((view) => !seen.has(nameOf(view)) && this.#retries.isDue(nameOf(view), now));
      if (due.length === 0) return;
      for (const view of due.slice(0, BATCH)) {
        seen.add(nameOf(view));
        yield view;
      }
    }
  }

  async #tryPack(view: ViewKey, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#pack(view, signal);
      this.#retries.succeeded(nameOf(view));
      this.#onPacked(view);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      this.#retries.failed(nameOf(view), this.#now());
      this.#onError(`view ${view.viewId} of session ${view.sessionId} could not be packed`, error);
      return false;
    }
  }

  async #pack(view: ViewKey, signal: AbortSignal): Promise<void> {
    const { events, blobs } = this.#store;
    const blobKey = newBlobKey(view);
    const segments: FinishedPack["segments"][number][] = [];
    const bytes = streamSegments(this.#store, view, (place) => segments.push(place), signal);
    await blobs.put(blobKey, bytes, signal);
    // Should this fail, the blob stays: a commit that reports an error may have reached the disk all the same.
    // If it did not, the sweep at the next start finds the blob.
    const replaced = await events.commitPack({ view, blobKey, segments });
    const deleteAt = this.#now() + this.#keepReplacedMs;
    this.#replaced.push(...replaced.map((key) => ({ blobKey: key, deleteAt })));
  }

  async #deleteReplaced(): Promise<void> {
    const now = this.#now();
    const due = this.#replaced.filter(({ deleteAt }) => deleteAt <= now);
    for (const entry of due) {
      try {
        await this.#store.blobs.delete(entry.blobKey);
      } catch (error) {
        this.#onError(`the replaced blob ${entry.blobKey} could not be deleted`, error);
        continue;
      }
      this.#replaced = this.#replaced.filter((other) => other !== entry);
    }
  }
}

const nameOf = (view: ViewKey): string => JSON.stringify([view.sessionId, view.viewId]);

/** Another key at each packing. Ids are the client's, so they are hashed. */
function newBlobKey(view: ViewKey): string {
  const name = createHash("sha256").update(nameOf(view)).digest("hex").slice(0, 32);
  return `packs/${name.slice(0, 2)}/${name}-${randomBytes(6).toString("hex")}`;
}
