import { expect, it } from "vitest";
import { longestView, readRecorded } from "../local/recorded.fixture.ts";
import { NEVER, setUpDatadog, type Setting } from "./datadog.fixture.ts";

const { sessionId, viewId, sent } = longestView(readRecorded("shoelace-v7"));
const indexes = sent.map(({ meta }) => meta.indexInView);
/** The view is open then. */
const during = Math.max(...sent.map(({ meta }) => meta.end)) + 5000;

/** What there is by now, and how often each segment was served. */
async function look({ source, standIn }: Setting) {
  let index = await source.getSegmentIndex(sessionId, viewId, NEVER);
  while (index?.loading !== undefined)
    index = await source.getSegmentIndex(sessionId, viewId, NEVER, index.segments.length);
  const served = standIn.control.requests.flatMap(({ segments }) => segments);
  return {
    found: index?.segments.map((each) => each.index),
    complete: index?.complete,
    times: indexes.map((at) => served.filter((each) => each === `${viewId}-${at}`).length),
  };
}

it("of a view that still grows, only the last page is asked for again, until it is over", async () => {
  const setting = await setUpDatadog({ recordings: ["shoelace-v7"], now: during });
  const { control } = setting.standIn;
  let come = 4;
  control.pageSegments = 2;
  control.storage = ({ index }) => (index < come ? "event_platform" : "none");
  expect(await look(setting)).toEqual({ found: [0, 1, 2, 3], complete: false, times: [1, 1, 1, 1, 0, 0, 0] });

  come = 7;
  // Not before a while.
  expect(await look(setting)).toMatchObject({ found: [0, 1, 2, 3] });
  setting.clock.advance(11_000);
  expect(await look(setting)).toEqual({ found: indexes, complete: false, times: [1, 1, 2, 2, 1, 1, 1] });

  // Rested for longer than the SDK lets a session: nothing more comes, and it is looked at a last time.
  setting.clock.advance(60 * 60_000);
  expect(await look(setting)).toEqual({ found: indexes, complete: true, times: [1, 1, 2, 2, 1, 1, 2] });
  setting.clock.advance(60 * 60_000);
  expect(await look(setting)).toMatchObject({ complete: true, times: [1, 1, 2, 2, 1, 1, 2] });
});
