import { expect, test } from "vitest";
import { pictureAt } from "./picture-at.ts";
import type { TimelineModel } from "./timeline-model.ts";

// Seconds:     0        10        20        30        40
//   tab 1      ├── cart ──────────────────┤           a gap from 12 to 14
//   tab 2               ├── help ─────────────────┤   a gap from 22 to 24
//   shown      ├─ cart ─┤── help ─┤─ cart ┤─ help ┤   and nothing open from 35 on
const model: TimelineModel = {
  start: 0,
  end: 40_000,
  lanes: 2,
  bars: [
    { id: "cart", label: "/cart", start: 0, end: 28_000, lane: 0, hasReplay: true },
    { id: "help", label: "/help", start: 10_000, end: 35_000, lane: 1, hasReplay: true },
  ],
  idle: [],
  gaps: [
    { start: 12_000, end: 14_000, lane: 0, text: "A segment of the cart is missing" },
    { start: 22_000, end: 24_000, lane: 1, text: "A segment of the help is missing" },
    { start: 35_000, end: 40_000, text: "No page was open" },
  ],
  ready: [],
  unseen: [],
  sought: [],
  shown: [],
};

const programme = [
  { viewId: "cart", start: 0, end: 10_000 },
  { viewId: "help", start: 10_000, end: 20_000 },
  { viewId: "cart", start: 20_000, end: 28_000 },
  { viewId: "help", start: 28_000, end: 40_000 },
];

const moment = (viewId: string, ts: number) => ({ kind: "moment", moment: { viewId, ts } });

const nothing = (why: string) => ({ kind: "nothing", why });

test("the picture is of the tab that is shown then, at whole milliseconds", () => {
  expect(pictureAt(model, programme, 5_000.4, undefined)).toEqual(moment("cart", 5_000));
  expect(pictureAt(model, programme, 15_000, undefined)).toEqual(moment("help", 15_000));
  expect(pictureAt(model, programme, 25_000, undefined)).toEqual(moment("cart", 25_000));
});

test("it is of the tab that a press would choose, where that is open", () => {
  expect(pictureAt(model, programme, 15_000, 0)).toEqual(moment("cart", 15_000));
  expect(pictureAt(model, programme, 5_000, 1)).toEqual(moment("cart", 5_000));
});

test("a gap of the tab that is shown says why there is none; one of another tab does not", () => {
  expect(pictureAt(model, programme, 13_000, undefined)).toEqual(moment("help", 13_000));
  expect(pictureAt(model, programme, 13_000, 0)).toEqual(nothing("A segment of the cart is missing"));
  expect(pictureAt(model, programme, 23_000, 1)).toEqual(nothing("A segment of the help is missing"));
  expect(pictureAt(model, programme, 37_000, undefined)).toEqual(nothing("No page was open"));
});

test("before the programme is told there is none, and no reason", () => {
  expect(pictureAt(model, [], 5_000, undefined)).toEqual({ kind: "unknown" });
});
