import type { EpochMs } from "../../base/time.ts";
import type { KeepStore, KeptPage, KeptSession } from "../storage/stored-keep.ts";
import type { PutSegmentResult } from "../storage/stored-segment.ts";
import { BEGINNING, type KeptPlace, type KeptProgress, readProgress } from "./kept-progress.ts";

const NOTHING: KeptPage = { segments: [], events: [] };

/** The keeping of one session: what is stored is stored together with how far it is. */
export class Ledger {
  readonly #keeps: KeepStore;
  readonly #now: () => EpochMs;
  #kept: KeptSession;
  #progress: KeptProgress;

  private constructor(keeps: KeepStore, now: () => EpochMs, kept: KeptSession, progress: KeptProgress) {
    this.#keeps = keeps;
    this.#now = now;
    this.#kept = kept;
    this.#progress = progress;
  }

  static async open(
    keeps: KeepStore,
    sessionId: string,
    source: string,
    now: () => EpochMs,
  ): Promise<Ledger> {
    const found = await keeps.get(sessionId);
    const progress = readProgress(found, source);
    const begun = { sessionId, source, begunAt: now(), keptAt: null, progress: JSON.stringify(progress) };
    return new Ledger(keeps, now, found?.source === source ? found : begun, progress);
  }

  get events(): KeptPlace {
    return this.#progress.events;
  }

  view(viewId: string): KeptPlace {
    return this.#progress.views[viewId] ?? BEGINNING;
  }

  async putEvents(events: KeptPage["events"], place: KeptPlace): Promise<void> {
    await this.#put({ ...NOTHING, events }, { ...this.#progress, events: place });
  }

  async putSegments(
    segments: KeptPage["segments"],
    viewId: string,
    place: KeptPlace,
  ): Promise<readonly PutSegmentResult[]> {
    const views = { ...this.#progress.views, [viewId]: place };
    return this.#put({ ...NOTHING, segments }, { ...this.#progress, views });
  }

  /** All is here. */
  async finish(missing: readonly string[]): Promise<KeptSession> {
    const keptAt = this.#now();
    await this.#put(NOTHING, { ...this.#progress, missing: [...missing] }, keptAt);
    return this.#kept;
  }

  async #put(page: KeptPage, progress: KeptProgress, keptAt = this.#kept.keptAt) {
    const kept = { ...this.#kept, keptAt, progress: JSON.stringify(progress) };
    const hints = { receivedAt: this.#now(), browser: null, os: null, deviceType: null };
    const results = await this.#keeps.put(kept, page, hints);
    this.#kept = kept;
    this.#progress = progress;
    return results;
  }
}
