import { describe, expect, it } from "vitest";
import { missingAt } from "./missing.ts";
import { PlaybackStore, type PlayerView, type ViewFacts } from "./playback-store.ts";

const view = (id: string, start: number, end: number, hasReplay = true): PlayerView => ({
  id,
  url: "",
  start,
  end,
  hasReplay,
});
const views = [view("a", 0, 30_000), view("b", 50_000, 90_000), view("c", 90_200, 99_000, false)];
const known: ViewFacts = {
  decodedUntil: Infinity,
  firstPictureAt: 0,
  facts: [],
  idle: [],
  gaps: [],
  diagnostics: [],
};

function at(ts: number, viewId: string, facts: Partial<ViewFacts> = {}) {
  const session = { start: 0, end: 99_000, live: false, views };
  const store = new PlaybackStore({ session, ts, viewId, url: "", speed: 1, pinned: undefined }, () => 0);
  store.apply({
    type: "stage:facts",
    viewId,
    ...known,
    ...facts,
    facts: [],
    idle: [],
    gaps: [...(facts.gaps ?? [])],
    diagnostics: [...(facts.diagnostics ?? [])],
  });
  return missingAt(store.get());
}

describe("what is missing at the playhead", () => {
  const gaps = [{ start: 10_000, end: 20_000 }];

  it("is a lost segment, until the picture is whole again", () => {
    const diagnostics = [
      { viewId: "a", code: "record-unknown", message: "", count: 1, start: 9_000, end: 12_000 },
      { viewId: "a", code: "segment-missing", message: "", count: 1, start: 10_000, end: 12_000 },
    ];
    expect(at(9_999, "a", { gaps, diagnostics })).toBeUndefined();
    expect(at(15_000, "a", { gaps, diagnostics })).toEqual({
      text: "A part of the recording is missing: the picture stands still or is incomplete here",
      until: 20_000,
    });
    expect(at(20_000, "a", { gaps, diagnostics })).toBeUndefined();
  });

  it("is the rest of the page where no picture follows", () => {
    const open = [{ start: 10_000, end: 30_000 }];
    expect(at(15_000, "a", { gaps: open })?.text).toContain("The recording has a gap");
    expect(at(15_000, "a", { gaps: open })?.text).toContain("for the rest of this page");
  });

  it("is what was before the recorder started, where that is more than a moment", () => {
    expect(at(1_000, "a", { firstPictureAt: 4_000 })).toEqual({
      text: "Not recorded yet: the recorder started later on this page",
      until: 4_000,
    });
    expect(at(4_000, "a", { firstPictureAt: 4_000 })).toBeUndefined();
    expect(at(100, "a", { firstPictureAt: 600 })).toBeUndefined();
    expect(at(100, "a", { firstPictureAt: null })).toBeUndefined();
  });

  it("is a time without any page, where that is more than a moment", () => {
    expect(at(40_000, "a")).toEqual({ text: "No page was open: this is the last picture", until: 50_000 });
    expect(at(90_100, "b")).toBeUndefined();
    expect(at(99_500, "c")).toBeUndefined();
  });
});
