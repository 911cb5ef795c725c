import { expect, test } from "vitest";
import { WatchMeter } from "./watch-meter.ts";

function meter() {
  let now = 500;
  const watch = new WatchMeter(() => now);
  /** The states that are heard, each so many milliseconds after the one before. */
  return (...states: readonly (readonly [number, Parameters<WatchMeter["hear"]>[0]])[]) =>
    states.map(([ms, state]) => {
      now += ms;
      return watch.hear(state);
    });
}

test("three seconds of playing are a watch, pauses and waits not counted", () => {
  const hear = meter();
  expect(
    hear(
      [0, "loading"],
      [9000, "paused"],
      [9000, "playing"],
      [1000, "playing"],
      [999, "loading"],
      [9000, "playing"],
      [1000, "paused"],
      [9000, "playing"],
      [1, "playing"],
    ),
  ).toEqual([false, false, false, false, false, false, false, false, true]);
});

test("a short session that was played to its end is watched", () => {
  expect(meter()([0, "paused"], [10, "playing"], [400, "ended"])).toEqual([false, false, true]);
});

test("going to the end is no watching", () => {
  expect(meter()([0, "paused"], [9000, "loading"], [9000, "ended"], [9000, "ended"])).not.toContain(true);
});
