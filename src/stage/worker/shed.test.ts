import { expect, test } from "vitest";
import { createNodeInflater } from "../../server/inflate/node-inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { listed, page, plainSegment, text } from "../recorded-page.fixture.ts";
import { KeyframeShelf } from "./keyframe-shelf.ts";
import { shedSegments } from "./shed.ts";
import { ViewTrack } from "./view-track.ts";

const inflater = createNodeInflater();
const MB = 1024 * 1024;

/** A view of ten segments of a second and so many megabytes each, which were all scanned. */
async function scanned(viewId: string, megabytes: number): Promise<ViewTrack> {
  const track = new ViewTrack(viewId, {
    decoder: (from) => createViewDecoder(from === undefined ? {} : { from }),
    read: (bytes, segmentIndex) => readSegment(bytes, inflater, { maxInflatedBytes: 64 * MB, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, () => undefined),
    broken: () => undefined,
    made: () => undefined,
  });
  const filler = "x".repeat(megabytes * MB);
  const segments = Array.from({ length: 10 }, (_, index) =>
    plainSegment(index, page(index * 1_000, [text(20, filler)])),
  );
  track.list({ start: 0, end: 10_000 }, listed(segments), true, undefined);
  for (const { index, bytes } of segments) track.put(index, bytes);
  for (let went = true; went;) went = await track.step();
  return track;
}

test("what is far from the playhead goes, of other views from their start", async () => {
  const [own, other] = [await scanned("own", 2), await scanned("other", 2)];
  const tracks = new Map([
    ["own", own],
    ["other", other],
  ]);
  const [dropped, ...more] = shedSegments(tracks, { viewId: "own", ts: 5_500 });
  expect(more).toEqual([]);
  expect(dropped).toMatchObject({ viewId: "other", segments: [{ first: 0 }] });
  expect(dropped?.segments).toHaveLength(1);
  const again = shedSegments(new Map([["own", await scanned("own", 4)]]), { viewId: "own", ts: 9_500 });
  expect(again).toMatchObject([{ viewId: "own", segments: [{ first: 0 }] }]);
});
