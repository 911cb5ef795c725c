import type { ReplayState } from "../../wire/stage.ts";
import type { Picture } from "./picture.ts";
import { type Programme, spanAt } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

export interface ArrivalParts {
  readonly programme: Programme;
  readonly states: ViewStates;
  readonly picture: Picture;
  /** What the person is to know while the picture cannot be shown. */
  readonly report: (state: Extract<ReplayState, "loading" | "error">, message?: string) => void;
}

/**
 * Shows what the programme has for `ts`, as soon as it is decoded, and resolves when it is painted. `anew`: the page
 * is built anew even where the present frame could go on. Before a view's first picture, that one is shown.
 * @throws when the page cannot be rebuilt, or when `signal` aborts.
 */
export async function arrive(
  ts: number,
  anew: boolean,
  { programme, states, picture, report }: ArrivalParts,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    while (!isDecided(programme, states, ts)) {
      report("loading");
      await states.change(signal);
    }
    const viewId = spanAt(programme.spans, ts)?.viewId ?? "";
    const shown = states.shownAt(viewId, ts);
    if (shown.kind === "nothing") {
      picture.showNothing(shown.why);
      return;
    }
    if (shown.kind !== "waiting") {
      if (!anew && (await canGoOn(viewId, ts, shown.kind, picture))) return;
      if (states.hasPicture(viewId) && (await picture.build(viewId, ts, signal))) return;
    }
    const failure = states.failure(viewId);
    if (failure === undefined) report("loading");
    else report("error", failure);
    await states.change(signal);
  }
}

/** Whether it is known which view is shown at `ts`, where that takes the records of several. */
export const isDecided = (programme: Programme, states: ViewStates, ts: number): boolean =>
  programme.rivalsAt(ts).every((viewId) => states.knowsPresence(viewId, ts));

/** Whether what is shown can stay and go on from `ts`; feeds it where that is what is missing. */
async function canGoOn(
  viewId: string,
  ts: number,
  kind: "picture" | "hold",
  picture: Picture,
): Promise<boolean> {
  if (picture.viewId !== viewId) return kind === "hold";
  await picture.feed(ts);
  return picture.isLoaded(viewId, ts);
}
