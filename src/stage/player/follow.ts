import { unreachable } from "../../base/assert.ts";
import type { Picture } from "./picture.ts";
import type { Span } from "./plan.ts";
import { spanAfter } from "./programme.ts";
import type { ViewStates } from "./view-states.ts";

/** How early the next view's first picture is made ready, at the speed of one. */
const PREPARE_MS = 3_000;

export interface FollowParts {
  readonly spans: readonly Span[];
  readonly states: ViewStates;
  readonly picture: Picture;
  /** The decoder failed to give what follows. */
  readonly failed: (error: unknown) => void;
}

/** How to get to a time. */
export interface Way {
  /** Build the page even if the present frame could go on. */
  readonly anew: boolean;
  /** Say `loading` only if data are missing. */
  readonly quiet: boolean;
}

/** While time goes by: shows what the programme has for `ts`. Where that takes more than a moment, the way to it. */
export function follow(span: Span, ts: number, { states, picture, failed }: FollowParts): Way | undefined {
  const { viewId } = span;
  const shown = states.shownAt(viewId, ts);
  switch (shown.kind) {
    case "waiting":
      return { anew: false, quiet: false };
    case "nothing":
      picture.showNothing(shown.why);
      return undefined;
    case "hold":
      if (picture.viewId !== viewId) picture.prepare(viewId, span.from);
      return undefined;
    case "picture":
      if (picture.viewId !== viewId && !picture.showNext(viewId, ts)) return { anew: true, quiet: true };
      if (!picture.isLoaded(viewId, ts)) return { anew: false, quiet: true };
      picture.feed(ts).catch(failed);
      return undefined;
    default:
      return unreachable(shown);
  }
}

/** Makes the first picture of the span after this one ready when its time is near. */
export function prepareNext(span: Span, ts: number, { spans, states, picture }: FollowParts): void {
  const after = spanAfter(spans, ts);
  if (after === undefined || after.from - ts > PREPARE_MS * picture.rate) return;
  if (states.shownAt(span.viewId, ts).kind !== "hold") picture.prepare(after.viewId, after.from);
}
