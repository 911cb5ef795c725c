import type { Playback } from "../player/playback-store.ts";
import type { Moment } from "../player/thumbnails.ts";
import type { TimelineModel } from "./timeline-model.ts";

/** What a press at a point of the timeline would show. */
export type PictureAt =
  | { readonly kind: "moment"; readonly moment: Moment }
  /** There is no picture that could be trusted; `why` says so to a person. */
  | { readonly kind: "nothing"; readonly why: string }
  /** It is not known yet which page is shown there. */
  | { readonly kind: "unknown" };

/** `lane`: of the tab that a press there would choose; undefined: the programme goes on as it is. */
export function pictureAt(
  model: TimelineModel,
  programme: Playback["programme"],
  time: number,
  lane: number | undefined,
): PictureAt {
  const holds = ({ start, end }: { start: number; end: number }) => start <= time && time <= end;
  const chosen = model.bars.find((bar) => bar.lane === lane && holds(bar))?.id;
  const viewId = chosen ?? programme.findLast(holds)?.viewId;
  const bar = model.bars.find(({ id }) => id === viewId);
  if (bar === undefined) return { kind: "unknown" };
  const gap = model.gaps.find((each) => holds(each) && (each.lane ?? bar.lane) === bar.lane);
  if (gap !== undefined) return { kind: "nothing", why: gap.text };
  return { kind: "moment", moment: { viewId: bar.id, ts: Math.round(time) } };
}
