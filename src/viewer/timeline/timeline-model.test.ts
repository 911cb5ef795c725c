import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ViewFacts } from "../player/playback-store.ts";
import type { PlayerView } from "../player/playback-store.ts";
import type { SessionEvent } from "../player/session-events.ts";
import { hoverAt } from "./hover.ts";
import { timelineMarks } from "./marks.ts";
import { axisTicks, timelineScale } from "./scale.ts";
import { intersection, type Span, uncovered, union } from "./spans.ts";
import { timelineModel } from "./timeline-model.ts";

const view = (id: string, start: number, end: number, rest: Partial<PlayerView> = {}): PlayerView => ({
  id,
  url: `https://shop.example/${id}`,
  start,
  end,
  hasReplay: true,
  ...rest,
});

const known = (rest: Partial<ViewFacts>): ViewFacts => ({
  decodedUntil: Infinity,
  firstPictureAt: null,
  facts: [],
  idle: [],
  gaps: [],
  diagnostics: [],
  ...rest,
});

const session = { start: 0, end: 100_000 };

describe("timelineModel", () => {
  it("lays views of one tab in one lane and those of another tab below", () => {
    const views = [
      view("a", 0, 40_000, { tabId: "1" }),
      view("b", 20_000, 90_000, { tabId: "2" }),
      view("c", 40_000, 100_000, { tabId: "1" }),
    ];
    const model = timelineModel(session, views, new Map());
    expect(model.bars.map(({ id, lane, label }) => [id, lane, label])).toEqual([
      ["a", 0, "/a"],
      ["b", 1, "/b"],
      ["c", 0, "/c"],
    ]);
    expect(model.lanes).toBe(2);
  });

  it("knows what the source still looks for, and what it gave up", () => {
    const views = [view("a", 0, 40_000), view("b", 40_000, 60_000), view("c", 60_000, 100_000)];
    const sourcing = new Map([
      ["a", { loading: { state: "reading" }, notes: [], until: 15_000 }],
      ["b", { loading: { state: "stopped" }, notes: [], until: undefined }],
      ["c", { notes: [], until: 90_000 }],
    ] as const);
    const model = timelineModel(session, views, new Map(), [], sourcing);
    expect(model.sought).toEqual([{ start: 15_000, end: 40_000, lane: 0 }]);
    expect(model.gaps).toEqual([
      {
        start: 40_000,
        end: 60_000,
        lane: 0,
        text: "The source could not be asked for the rest of this page",
      },
    ]);
  });

  it("says in words what a gap is: damaged, not recorded, or no page open", () => {
    const views = [
      view("a", 0, 30_000),
      view("b", 30_000, 60_000, { hasReplay: false }),
      view("c", 80_000, 100_000),
    ];
    const diagnostic = { viewId: "a", code: "segment-missing", message: "Segment 2 is missing", count: 1 };
    const facts = new Map([
      [
        "a",
        known({
          gaps: [{ start: 10_000, end: 40_000 }],
          diagnostics: [{ ...diagnostic, start: 10_000, end: 20_000 }],
        }),
      ],
    ]);
    expect(timelineModel(session, views, facts).gaps).toEqual([
      { start: 10_000, end: 30_000, lane: 0, text: "Segment 2 is missing" },
      { start: 30_000, end: 60_000, lane: 0, text: "This page was not recorded" },
      { start: 60_000, end: 80_000, text: "No page was open" },
    ]);
  });

  it("calls idle only what is quiet in every tab", () => {
    const views = [view("a", 0, 100_000), view("b", 0, 100_000)];
    const facts = new Map([
      ["a", known({ idle: [{ start: 10_000, end: 50_000 }] })],
      ["b", known({ idle: [{ start: 30_000, end: 80_000 }] })],
    ]);
    expect(timelineModel(session, views, facts).idle).toEqual([{ start: 30_000, end: 50_000 }]);
  });

  it("shows where a tab was not to be seen, and does not count it as activity", () => {
    const pageStates = [
      { at: 0, state: "active" },
      { at: 20_000, state: "hidden" },
      { at: 40_000, state: "frozen" },
      { at: 70_000, state: "passive" },
    ];
    const views = [view("a", 0, 90_000, { pageStates }), view("b", 20_000, 100_000)];
    const facts = new Map([
      ["a", known({ idle: [] })],
      ["b", known({ idle: [{ start: 30_000, end: 60_000 }] })],
    ]);
    const model = timelineModel(session, views, facts);
    expect(model.unseen).toEqual([
      { start: 20_000, end: 40_000, lane: 0, text: "Tab 1 was hidden" },
      { start: 40_000, end: 70_000, lane: 0, text: "Tab 1 was asleep, frozen by the browser" },
    ]);
    expect(model.idle).toEqual([{ start: 30_000, end: 60_000 }]);
    expect(hoverAt(model, [], timelineScale(session, 1000), 250).unseen).toEqual(["Tab 1 was hidden"]);
    const [alone] = timelineModel(session, [view("a", 0, 90_000, { pageStates })], new Map()).unseen;
    expect(alone?.text).toBe("The tab was hidden");
  });

  it("shows which of several tabs is shown when", () => {
    const programme = [
      { viewId: "a", start: 0, end: 20_000 },
      { viewId: "b", start: 20_000, end: 100_000 },
    ];
    const views = [view("a", 0, 100_000), view("b", 10_000, 100_000)];
    expect(timelineModel(session, views, new Map(), programme).shown).toEqual([
      { start: 0, end: 20_000, lane: 0 },
      { start: 20_000, end: 100_000, lane: 1 },
    ]);
    expect(timelineModel(session, views.slice(0, 1), new Map(), programme).shown).toEqual([]);
  });

  it("shows how far each view can be played without waiting", () => {
    const facts = new Map([["a", known({ decodedUntil: 12_000 })]]);
    const model = timelineModel(session, [view("a", 0, 30_000), view("b", 30_000, 100_000)], facts);
    expect(model.ready).toEqual([{ start: 0, end: 12_000, lane: 0 }]);
  });
});

const span = fc
  .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 100 }))
  .map(([start, length]): Span => ({ start, end: start + length }));
const covers = (spans: readonly Span[], at: number) =>
  spans.some(({ start, end }) => start <= at && at < end);

describe("spans", () => {
  it("union, holes and intersection agree with each point", () => {
    fc.assert(
      fc.property(fc.array(span), fc.array(span), fc.integer({ min: 0, max: 999 }), (a, b, at) => {
        expect(covers(union(a), at)).toBe(covers(a, at));
        expect(covers(uncovered({ start: 0, end: 1000 }, a), at)).toBe(!covers(a, at));
        expect(covers(intersection(union(a), union(b)), at)).toBe(covers(a, at) && covers(b, at));
      }),
    );
  });
});

describe("timelineScale", () => {
  it("goes from time to pixel and back, and stays within the session", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 3000 }), (ts, width) => {
        const scale = timelineScale(session, width);
        expect(scale.toTime(scale.toX(ts))).toBeCloseTo(ts, 3);
      }),
    );
    const scale = timelineScale(session, 500);
    expect([scale.toX(-5), scale.toX(200_000), scale.toTime(-5), scale.toTime(900)]).toEqual([
      0, 500, 0, 100_000,
    ]);
  });

  it("words its axis at round times that do not touch", () => {
    expect(axisTicks(session, 600)).toEqual([0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000]);
    expect(axisTicks({ start: 5, end: 5 }, 600)).toEqual([0]);
    expect(axisTicks(session, 0)).toEqual([0]);
  });
});

const event = (kind: SessionEvent["kind"], at: number): SessionEvent => ({
  id: `${kind}${at}`,
  kind,
  at,
  title: kind,
});

describe("timelineMarks", () => {
  it("joins near marks of a kind and loses none", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 })), (times) => {
        const events = times.toSorted((a, b) => a - b).map((at) => event("click", at));
        const marks = timelineMarks(events, timelineScale(session, 400));
        expect(marks.flatMap((mark) => mark.events)).toEqual(events);
        const distances = marks.slice(1).map((mark, at) => mark.x - (marks[at]?.x ?? 0));
        expect(distances.filter((distance) => distance < 7)).toEqual([]);
      }),
    );
  });

  it("draws errors above frustrations above clicks, and nothing else", () => {
    const events = [event("error", 1), event("click", 1), event("frustration", 1), event("resource", 1)];
    const marks = timelineMarks(events, timelineScale(session, 400));
    expect(marks.map((mark) => mark.kind)).toEqual(["click", "frustration", "error"]);
  });
});

describe("hoverAt", () => {
  it("tells the pages, the gap and the most urgent events near a point", () => {
    const model = timelineModel(session, [view("a", 0, 50_000)], new Map());
    const events = [1, 2, 3, 4, 5].map((at) => event("click", 20_000 + at));
    const scale = timelineScale(session, 1000);
    const hover = hoverAt(model, [...events, event("error", 20_050)], scale, 200);
    expect(hover).toMatchObject({ ts: 20_000, views: ["/a"], gap: undefined, more: 2 });
    expect(hover.events.map((item) => item.kind)).toEqual(["click", "click", "click", "error"]);
    expect(hoverAt(model, events, scale, 700)).toMatchObject({ views: [], gap: "No page was open" });
  });
});
