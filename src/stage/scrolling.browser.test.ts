import { expect, test } from "vitest";
import {
  element,
  page,
  plainSegment,
  type TestRecord,
  START,
  at,
  incremental,
} from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";

// Where the page and what scrolls in it stand: as recorded, however the time was reached.

/** A page with a box that scrolls (20) over its content (21); the content is as high as `style` says. */
async function openAt(
  ts: number,
  style: string,
  records: readonly TestRecord[],
  box: Readonly<Record<string, string>> = {},
): Promise<StageUnderTest> {
  const content = element(21, "div", { style });
  const body = [element(20, "div", { id: "box", style: "height: 50px; overflow: auto", ...box }, [content])];
  const segments = [plainSegment(0, [...page(START, body), ...records])];
  const view = { id: "a", url: "https://shop.example/a", start: START, end: at(9_000), hasReplay: true };
  const session = { id: "session", start: START, end: at(9_000) };
  const stage = await open({ session, views: [view], segments: { a: segments } }, { at: ts });
  await stage.state("paused");
  return stage;
}

const scroll = (timestamp: number, id: number, y: number) =>
  incremental(timestamp, { source: 3, id, x: 0, y });
const restyle = (timestamp: number, id: number, style: string) =>
  incremental(timestamp, {
    source: 0,
    adds: [],
    removes: [],
    texts: [],
    attributes: [{ id, attributes: { style } }],
  });

const boxTop = (opened: StageUnderTest) => opened.page.querySelector("#box")?.scrollTop;

/** Plays until the clock has passed `ts`, and pauses. */
async function playPast(opened: StageUnderTest, ts: number): Promise<void> {
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", (clock) => clock.ts > ts);
  opened.post({ type: "replay:pause" });
  await opened.state("paused");
}

test("while it plays, the page is at once where it was scrolled to", async () => {
  const opened = await openAt(START, "height: 5000px", [
    restyle(at(100), 4, "height: 9000px"),
    scroll(at(200), 20, 3_000),
    scroll(at(200), 1, 4_000),
  ]);
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", ({ ts }) => ts > at(200));
  expect(boxTop(opened)).toBe(3_000);
  expect(opened.page.defaultView?.scrollY).toBe(4_000);
});

const late = [scroll(at(200), 20, 3_000), restyle(at(220), 21, "height: 5000px")];

test("what was scrolled before there was enough to scroll is there when there is", async () => {
  const played = await openAt(START, "height: 100px", late);
  await playPast(played, at(300));
  expect(boxTop(played)).toBe(3_000);
  await played.seek(at(210));
  expect(boxTop(played)).toBe(50);
  await played.seek(at(300));
  expect(boxTop(played)).toBe(3_000);
});

test("a snapshot's position is taken when there is enough to scroll", async () => {
  const grown = [restyle(at(200), 21, "height: 5000px")];
  const opened = await openAt(at(300), "height: 100px", grown, { rr_scrollTop: "3000" });
  expect(boxTop(opened)).toBe(3_000);
  await opened.seek(START);
  expect(boxTop(opened)).toBe(50);
  await playPast(opened, at(300));
  expect(boxTop(opened)).toBe(3_000);
});

test("an element that is taken out and put in again begins at its start", async () => {
  const again = {
    parentId: 4,
    nextId: null,
    node: element(20, "div", { id: "box", style: "height: 50px; overflow: auto" }, [
      element(21, "div", { style: "height: 5000px" }),
    ]),
  };
  const opened = await openAt(START, "height: 5000px", [
    scroll(at(100), 20, 3_000),
    incremental(at(200), {
      source: 0,
      adds: [again],
      removes: [{ id: 20, parentId: 4 }],
      texts: [],
      attributes: [],
    }),
    restyle(at(220), 21, "height: 6000px"),
  ]);
  await playPast(opened, at(300));
  expect(boxTop(opened)).toBe(0);
});
