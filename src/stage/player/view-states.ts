import type { StageView } from "../../wire/stage.ts";
import type { KnownFacts, ViewProgress } from "../worker/protocol.ts";

/** What is to be seen of a view at a time. */
export type Shown =
  | { readonly kind: "picture" }
  /** Decoded, but before the first picture: what was shown before stays. */
  | { readonly kind: "hold" }
  /** Nothing is there to be shown; `why` says so to a person. */
  | { readonly kind: "nothing"; readonly why: string }
  /** Not decoded that far yet. */
  | { readonly kind: "waiting" };

/** What is known of each view: how far it is decoded, what its records say, whether it can go on. */
export class ViewStates {
  #views: ReadonlyMap<string, StageView> = new Map();
  readonly #progress = new Map<string, ViewProgress>();
  readonly #facts = new Map<string, KnownFacts>();
  readonly #failures = new Map<string, string>();
  /** Why no view can go on. */
  #end: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(views: readonly StageView[]) {
    this.setViews(views);
  }

  /** The session's views from now on; what is known of them stays. */
  setViews(views: readonly StageView[]): void {
    this.#views = new Map(views.map((view) => [view.id, view]));
    this.#wake();
  }

  view(viewId: string): StageView | undefined {
    return this.#views.get(viewId);
  }

  progress(viewId: string): ViewProgress | undefined {
    return this.#progress.get(viewId);
  }

  facts(viewId: string): KnownFacts | undefined {
    return this.#facts.get(viewId);
  }

  /** Why the view cannot go on, for a person. */
  failure(viewId: string): string | undefined {
    return this.#end ?? this.#failures.get(viewId);
  }

  setProgress(progress: ViewProgress): void {
    this.#progress.set(progress.viewId, progress);
    this.#wake();
  }

  setFacts(facts: KnownFacts): void {
    this.#facts.set(facts.viewId, facts);
    this.#wake();
  }

  /** Whether all that the view's records say about the user up to and including `ts` is known, or will never be. */
  knowsPresence(viewId: string, ts: number): boolean {
    if (this.#views.get(viewId)?.hasReplay !== true || this.failure(viewId) !== undefined) return true;
    return (this.#facts.get(viewId)?.completeUntil ?? -Infinity) > Math.floor(ts);
  }

  /** A view cannot go on, until something of it arrives; when none is named, none ever can. */
  setFailure(viewId: string | undefined, message: string): void {
    if (viewId === undefined) this.#end = message;
    else this.#failures.set(viewId, message);
    this.#wake();
  }

  /** Something of the view has arrived after all. */
  clearFailure(viewId: string): void {
    this.#failures.delete(viewId);
  }

  /** Whether the view can be shown as it was at `ts`, or will never be. */
  isReady(viewId: string, ts: number): boolean {
    return this.readyUntil(viewId, ts) > Math.floor(ts);
  }

  /** From `ts` on, the view can be played up to this time; −Infinity where not even `ts` can be shown. */
  readyUntil(viewId: string, ts: number): number {
    if (this.#views.get(viewId)?.hasReplay !== true) return Infinity;
    const time = Math.floor(ts);
    const stretches = this.#progress.get(viewId)?.available ?? [];
    return stretches.find(({ start, end }) => start <= time && time < end)?.end ?? -Infinity;
  }

  /** Whether the view's first picture is known of, or there is none to come. */
  hasPicture(viewId: string): boolean {
    const progress = this.#progress.get(viewId);
    if (progress === undefined) return this.#views.get(viewId)?.hasReplay !== true;
    return progress.firstPictureAt !== null || progress.isBlank;
  }

  shownAt(viewId: string, ts: number): Shown {
    const view = this.#views.get(viewId);
    if (view === undefined) return { kind: "nothing", why: "This session has no views." };
    if (!view.hasReplay) return { kind: "nothing", why: "No replay was recorded for this page." };
    const progress = this.#progress.get(viewId);
    if (progress === undefined || !this.isReady(viewId, ts)) return { kind: "waiting" };
    if (progress.firstPictureAt !== null) return { kind: progress.firstPictureAt <= ts ? "picture" : "hold" };
    if (!progress.isBlank) return { kind: "hold" };
    return { kind: "nothing", why: "Nothing of this page's recording could be read." };
  }

  /** Resolves when more is known of some view, or it has failed. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abort = () => {
        this.#waiting = this.#waiting.filter((each) => each !== wake);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
