import { expect, test } from "vitest";
import { createNodeInflater } from "../../server/inflate/node-inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { listed, page, plainSegment, text } from "../recorded-page.fixture.ts";
import { KeyframeShelf } from "./keyframe-shelf.ts";
import { shedSegments } from "./shed.ts";
import { ViewTrack } from "./view-track.ts";

const inflater = createNodeInflater();
const KB = 1024;

/** A view of ten segments of a second and so many kilobytes each, which were all scanned. */
async function scanned(viewId: string, kilobytes: number): Promise<ViewTrack> {
  const track = new ViewTrack(viewId, {
    decoder: (from) => createViewDecoder(from === undefined ? {} : { from }),
    read: (bytes, segmentIndex) =>
      readSegment(bytes, inflater, { maxInflatedBytes: 1024 * KB, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, () => undefined),
    broken: () => undefined,
    made: () => undefined,
  });
  const filler = "x".repeat(kilobytes * KB);
  const segments = Array.from({ length: 10 }, (_, index) =>
    plainSegment(index, page(index * 1_000, [text(20, filler)])),
  );
  track.list({ start: 0, end: 10_000 }, listed(segments), true, undefined);
  for (const { index, bytes } of segments) track.put(index, bytes);
  for (let went = true; went;) went = await track.step();
  return track;
}

test("of other views than the one at the playhead, what comes first goes first", async () => {
  const tracks = new Map([
    ["own", await scanned("own", 2)],
    ["other", await scanned("other", 2)],
  ]);
  const dropped = shedSegments(tracks, { viewId: "own", ts: 5_500 }, 40 * KB);
  expect(dropped).toMatchObject([{ viewId: "other", segments: [{ first: 0 }] }]);
  expect(dropped[0]?.segments).toHaveLength(1);
});

test("of the view at the playhead, what is far from it goes first", async () => {
  const tracks = new Map([["own", await scanned("own", 4)]]);
  const [late] = shedSegments(tracks, { viewId: "own", ts: 9_500 }, 32 * KB);
  expect(late).toMatchObject({ viewId: "own", segments: [{ first: 0 }] });
  const [early] = shedSegments(
    new Map([["own", await scanned("own", 4)]]),
    { viewId: "own", ts: 500 },
    32 * KB,
  );
  expect(early).toMatchObject({ segments: [{ last: 9 }] });
});
