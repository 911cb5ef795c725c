import type { ViewFacts } from "../player/playback-store.ts";
import type { PlayerView } from "../player/playback-store.ts";
import { viewLabel } from "../player/view-label.ts";

/** Something that is missing or could not be read, in words. */
export interface Problem {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly page: string;
  readonly viewId: string;
  /** Epoch ms of the affected stretch; without them, it is somewhere in the page. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly count: number;
}

const TITLES: Readonly<Record<string, string>> = {
  "segment-missing": "A part of the recording is missing",
  "segment-unreadable": "A part of the recording cannot be read",
  "segment-truncated": "A part of the recording is cut off",
  "record-malformed": "Damaged records were left out",
  "record-unknown": "Records of an unknown kind were left out",
  "time-wrong": "Wrong times were corrected",
  "node-unknown": "Changes to unknown elements were left out",
  "reference-unknown": "A text or style is missing",
  "no-snapshot": "No picture until the next full one",
};

/** All problems of a session, in order of time. `views` are in order of start. */
export function problemList(
  views: readonly PlayerView[],
  facts: ReadonlyMap<string, ViewFacts>,
): readonly Problem[] {
  const problems = views.flatMap((view): Problem[] => {
    const page = viewLabel(view);
    if (!view.hasReplay) return [notRecorded(view, page)];
    return (facts.get(view.id)?.diagnostics ?? []).map((diagnostic, at) => ({
      id: `${view.id}:${at}`,
      title: TITLES[diagnostic.code] ?? "Something could not be read",
      message: diagnostic.message,
      page,
      viewId: view.id,
      start: diagnostic.start,
      end: diagnostic.end,
      count: diagnostic.count,
    }));
  });
  const startOf = (problem: Problem) =>
    problem.start ?? views.find((view) => view.id === problem.viewId)?.start ?? 0;
  return problems.toSorted((a, b) => startOf(a) - startOf(b));
}

const notRecorded = (view: PlayerView, page: string): Problem => ({
  id: `${view.id}:not-recorded`,
  title: "A page was not recorded",
  message: "It is known from events only: the recorder was not running, or its recording has expired.",
  page,
  viewId: view.id,
  start: view.start,
  end: view.end,
  count: 1,
});
