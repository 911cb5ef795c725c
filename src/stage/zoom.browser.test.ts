import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { changePage, incremental, page, type TestRecord } from "./recorded-page.fixture.ts";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";

// What a person sees of a page who zooms into it by pinching, or has a keyboard on the screen.

const START = 1_700_000_000_000;
const PAGE = { width: 800, height: 600 };
const WHOLE = { scale: 1, offsetLeft: 0, offsetTop: 0, pageLeft: 0, pageTop: 0, ...PAGE };

const viewport = (ms: number, part: Partial<typeof WHOLE>): TestRecord => ({
  type: 8,
  timestamp: START + ms,
  data: { ...WHOLE, ...part },
});
const resize = (ms: number, height: number) =>
  incremental(START + ms, { source: 4, width: PAGE.width, height });

/** Where the page is drawn in its place and how it is laid out, and how much of the place a keyboard covers. */
function drawn(_document: Document, stage: StageUnderTest) {
  const place = stage.frame.closest<HTMLElement>(".surface-host");
  const view = stage.document.defaultView;
  if (!place || !view) throw new Error("the page has no place");
  const around = place.getBoundingClientRect();
  const { left, top, width } = stage.frame.getBoundingClientRect();
  const factor = place.offsetWidth / around.width;
  return {
    place: [place.offsetWidth, place.offsetHeight],
    page: [left - around.left, top - around.top, width].map((px) => Math.round(px * factor)),
    layout: [stage.frame.clientWidth, stage.frame.clientHeight],
    covered: view.getComputedStyle(place, "::after").height,
  };
}

const PINCH = { scale: 2, offsetLeft: 200, offsetTop: 100, width: 400, height: 300 };
const UNZOOMED = { place: [800, 600], page: [0, 0, 800], layout: [800, 600], covered: "0px" };

test("a pinch shows the part of the page that the person saw, and its end the whole again", async () => {
  const zoomed = [...page(START, []), viewport(1, {}), viewport(500, PINCH)];
  expect(await everyWay(zoomed, drawn)).toEqual(alike({ ...UNZOOMED, page: [-400, -200, 1600] }));
  const whole = [...zoomed, viewport(900, {})];
  expect(await everyWay(whole, drawn)).toEqual(alike(UNZOOMED));
});

test("beside a keyboard, the part of the page that the person saw is shown, and nothing where the keyboard was", async () => {
  const typing = [...page(START, []), viewport(1, {}), viewport(500, { offsetTop: 250, height: 350 })];
  const shifted = { ...UNZOOMED, page: [0, -250, 800] };
  expect(await everyWay(typing, drawn)).toEqual(alike({ ...shifted, covered: "250px" }));
  // A size that is recorded while the keyboard is there is that of what is seen.
  const resized = [...typing, resize(600, 350)];
  expect(await everyWay(resized, drawn)).toEqual(alike({ ...shifted, place: [800, 350] }));
  const gone = [...resized, resize(900, 600), viewport(900, {})];
  expect(await everyWay(gone, drawn)).toEqual(alike(UNZOOMED));
});

test("a page that is laid out wider than the screen is drawn smaller", async () => {
  const part = { scale: 0.4, width: 980, height: 1470 };
  const records = [...page(START, [], [], { width: 392, height: 588 }), viewport(1, part)];
  const expected = { place: [392, 588], page: [0, 0, 392], layout: [980, 1470], covered: "0px" };
  expect(await everyWay(records, drawn)).toEqual(alike(expected));
});

test("the room that scroll bars take is no keyboard", async () => {
  const records = [...page(START, []), viewport(1, { width: 785, height: 585 })];
  expect(await everyWay(records, drawn)).toEqual(alike(UNZOOMED));
});

/** Where the page is drawn, and where the pointer is on it. */
function pointed(document: Document, stage: StageUnderTest) {
  const pointer = stage.document.querySelector<HTMLElement>(".surface-host-shown .replayer-mouse");
  return [drawn(document, stage).page, pointer?.style.left, pointer?.style.top];
}

test("a pinch is shown where it is recorded as a change, in a snapshot or later, and moves the pointer", async () => {
  const { offsetLeft, offsetTop, width, height, scale } = PINCH;
  const change = [10, [offsetLeft, offsetTop, 0, 0, width, height, scale]];
  const move = incremental(START + 700, { source: 1, positions: [{ id: 4, x: 30, y: 40, timeOffset: 0 }] });
  const expected = alike([[-400, -200, 1600], "230px", "140px"]);
  const later = { type: 12, timestamp: START + 500, data: [change] };
  expect(await everyWay([...changePage(START, []), later, move], pointed)).toEqual(expected);
  expect(await everyWay([...changePage(START, [], [change]), move], pointed)).toEqual(expected);
});
