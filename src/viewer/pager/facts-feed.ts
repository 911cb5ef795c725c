import type { ViewFacts } from "../../wire/view-facts.ts";
import type { SegmentSource } from "./segment-source.ts";
import type { ViewProgress } from "./view-progress.ts";

export interface FactsFeedDeps {
  readonly source: Pick<SegmentSource, "facts">;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly got: (viewId: string, facts: ViewFacts) => void;
  /** Whether an error of `source` says that nothing can be got for now. */
  readonly isConnectionLost: (error: unknown) => boolean;
  /** They could not be got for want of a connection. */
  readonly cutOff: () => void;
  /** Nothing is under way any more: the next can be loaded. */
  readonly ended: () => void;
}

/** Loads what the source knows of the views, of one after the other. */
export class FactsFeed {
  readonly #deps: FactsFeedDeps;
  #isLoading = false;

  constructor(deps: FactsFeedDeps) {
    this.#deps = deps;
  }

  /** Loads the facts of the first of `views` that wants them, unless some are under way. */
  load(views: readonly ViewProgress[]): void {
    if (this.#isLoading) return;
    const view = views.find((each) => each.wantsFacts);
    if (view?.list !== undefined) void this.#load(view, view.list);
  }

  async #load(view: ViewProgress, list: string): Promise<void> {
    const { source, signal, got, isConnectionLost, cutOff, ended } = this.#deps;
    this.#isLoading = true;
    view.factsRequested();
    try {
      const facts = await source.facts(view.viewId, list, signal);
      if (!signal.aborted) got(view.viewId, facts);
    } catch (error) {
      const isCutOff = isConnectionLost(error);
      // The stage finds them out itself, as far as it decodes.
      if (!isCutOff) view.factsLost(list);
      else view.factsCutOff(list);
      if (isCutOff && !signal.aborted) cutOff();
    }
    this.#isLoading = false;
    ended();
  }
}
