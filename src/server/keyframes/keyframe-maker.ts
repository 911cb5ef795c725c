import { type EpochMs, epochMs } from "../../base/time.ts";
import type { ViewKey } from "../storage/stored-segment.ts";
import { type MakerParts, makeView } from "./view-maker.ts";

/** Times are milliseconds. */
export interface KeyframeMakerOptions {
  /** From the end of one pass to the beginning of the next. */
  readonly intervalMs?: number;
  /** The same, while views that were stored earlier are looked through. */
  readonly pauseMs?: number;
  /** So long, a list of keyframes that was replaced by the last one of its view is there for those who were told of it. */
  readonly keepReplacedMs?: number;
  readonly now?: () => EpochMs;
  /** Told of each view of which nothing could be made. */
  readonly onError: (message: string, error: unknown) => void;
}

/** Makes keyframes and facts of long views, one view at a time. */
export interface KeyframeMaker {
  /** A view is complete. */
  packed(view: ViewKey): void;
  /** Works until there is nothing to do, and gives how many views were worked on. Rejects only when aborted. */
  runOnce(signal: AbortSignal): Promise<number>;
  /** Aborts what is going on; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** Of the views that were stored earlier, so many are looked at in one query. */
const LISTED = 1000;

/** Makes them from now on, until stopped: of views that grow or are complete, and of those that are stored already. */
export function startKeyframeMaker(parts: MakerParts, options: KeyframeMakerOptions): KeyframeMaker {
  const { intervalMs = 15_000, pauseMs = 500 } = options;
  const making = new Making(parts, options);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = running.then(work);
    // The next one starts whatever became of this one; who asked for it is told.
    running = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
  const schedule = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      inTurn(() => making.pass(stopping.signal)).then(
        () => schedule(making.isBehind ? pauseMs : intervalMs),
        (error: unknown) => {
          if (stopping.signal.aborted) return;
          options.onError("keyframes could not be made", error);
          schedule(intervalMs);
        },
      );
    }, wait);
    timer.unref();
  };
  schedule(pauseMs);

  return {
    packed: (view) => making.add(view),
    runOnce: async (signal) => {
      const either = AbortSignal.any([signal, stopping.signal]);
      return inTurn(async () => {
        let worked = await making.pass(either);
        while (making.isBehind) worked += await making.pass(either);
        return worked;
      });
    },
    stop: async () => {
      clearTimeout(timer);
      stopping.abort(new Error("the making of keyframes was stopped"));
      await running;
    },
  };
}

class Making {
  readonly #parts: MakerParts;
  readonly #keepReplacedMs: number;
  readonly #now: () => EpochMs;
  readonly #onError: KeyframeMakerOptions["onError"];
  readonly #waiting = new Map<string, ViewKey>();
  #settling: { readonly view: ViewKey; readonly at: number }[] = [];
  #hasSwept = false;
  #lookedAt = epochMs(0);
  /** Views that were stored earlier, of those that were listed; and where the list goes on, null at its end. */
  #stored: ViewKey[] = [];
  #storedNext: { readonly before: number | null } | null = { before: null };

  constructor(parts: MakerParts, options: KeyframeMakerOptions) {
    this.#parts = parts;
    this.#keepReplacedMs = options.keepReplacedMs ?? 60_000;
    this.#now = options.now ?? (() => epochMs(Date.now()));
    this.#onError = options.onError;
  }

  /** There is more to do at once. */
  get isBehind(): boolean {
    return this.#waiting.size > 0 || this.#stored.length > 0 || this.#storedNext !== null;
  }

  add(view: ViewKey): void {
    this.#waiting.set(JSON.stringify([view.sessionId, view.viewId]), view);
  }

  /** What waits, and one of the views that were stored earlier. Gives how many views were worked on. */
  async pass(signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    await this.#sweep(signal);
    await this.#settle(signal);
    await this.#addGrowing(signal);
    let worked = 0;
    for (const [name, view] of this.#waiting) {
      this.#waiting.delete(name);
      if (await this.#make(view, signal)) worked += 1;
    }
    return (await this.#catchUp(signal)) ? worked + 1 : worked;
  }

  async #settle(signal: AbortSignal): Promise<void> {
    const now = this.#now();
    const due = this.#settling.filter(({ at }) => at <= now);
    this.#settling = this.#settling.filter(({ at }) => at > now);
    for (const { view } of due) await this.#parts.derived.settle(view, signal);
  }

  async #addGrowing(signal: AbortSignal): Promise<void> {
    const since = this.#lookedAt;
    this.#lookedAt = this.#now();
    const { events, limits } = this.#parts;
    for (const view of await events.listGrowing(since, limits.worth, signal)) this.add(view);
  }

  /** The next of the views that were stored earlier that there is something to do for. */
  async #catchUp(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      if (this.#stored.length === 0) await this.#listStored(signal);
      const view = this.#stored.shift();
      if (view === undefined) return false;
      if (await this.#make(view, signal)) return true;
    }
  }

  async #listStored(signal: AbortSignal): Promise<void> {
    while (this.#storedNext !== null && this.#stored.length === 0) {
      const page = { ...this.#storedNext, limit: LISTED };
      const { events, limits } = this.#parts;
      const { views, next } = await events.listViews(page, limits.worth, signal);
      this.#stored = [...views];
      this.#storedNext = next === null ? null : { before: next };
    }
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    if (this.#hasSwept) return;
    const { derived, events } = this.#parts;
    await derived.sweep(async (view) => (await events.getView(view, signal)) !== null, signal);
    this.#hasSwept = true;
  }

  async #make(view: ViewKey, signal: AbortSignal): Promise<boolean> {
    try {
      const worked = await makeView(this.#parts, view, signal);
      if (worked) this.#settling.push({ view, at: this.#now() + this.#keepReplacedMs });
      return worked;
    } catch (error) {
      signal.throwIfAborted();
      this.#onError(`no keyframes of view ${view.viewId} of session ${view.sessionId}`, error);
      return true;
    }
  }
}
