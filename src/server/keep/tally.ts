import type { KeepProgress } from "../../wire/keep.ts";
import type { ViewSummary } from "../../wire/session.ts";

interface ViewTally {
  known: number;
  segments: number;
  bytes: number;
  isDone: boolean;
}

/** Counts what is here of a session that is being kept. */
export class Tally {
  readonly #views = new Map<string, ViewTally>();
  #events = 0;

  constructor(views: readonly ViewSummary[]) {
    for (const { id, segmentCount } of views)
      this.#views.set(id, { known: segmentCount, segments: 0, bytes: 0, isDone: false });
  }

  addEvents(count: number): void {
    this.#events += count;
  }

  addSegments(viewId: string, segments: number, bytes: number): void {
    const view = this.#views.get(viewId);
    if (view === undefined) return;
    view.segments += segments;
    view.bytes += bytes;
  }

  endView(viewId: string): void {
    const view = this.#views.get(viewId);
    if (view !== undefined) view.isDone = true;
  }

  get progress(): KeepProgress {
    const views = [...this.#views.values()];
    const sum = (count: (view: ViewTally) => number) => views.reduce((total, view) => total + count(view), 0);
    return {
      views: { done: sum(({ isDone }) => Number(isDone)), known: views.length },
      segments: {
        done: sum(({ segments }) => segments),
        // Where the client did not count them, what came is all that is known.
        known: sum(({ known, segments, isDone }) => (isDone ? segments : Math.max(known, segments))),
      },
      events: this.#events,
      bytes: sum(({ bytes }) => bytes),
    };
  }
}
