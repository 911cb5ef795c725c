import { describe, expect, test } from "vitest";
import { createNodeInflater } from "../../server/inflate/node-inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { ViewScan } from "../../replay/view/view-scan.ts";
import {
  incremental,
  listed,
  page,
  plainSegment,
  text,
  textChange,
  type TestRecord,
  type TestSegment,
} from "../recorded-page.fixture.ts";
import { KeyframeShelf, packCheckpoint } from "./keyframe-shelf.ts";
import type { KnownFacts } from "./protocol.ts";
import { ViewTrack } from "./view-track.ts";

// The source has scanned the first segments of a view; the rest is scanned here. What is known then is what a scan of
// all would have found.

const inflater = createNodeInflater();
const OPTIONS = { maxInflatedBytes: 10_000_000 };
const END = 30_000;

const click = (at: number): TestRecord => incremental(at, { source: 2, type: 2, id: 20, x: 1, y: 1 });
const scroll = (at: number): TestRecord => incremental(at, { source: 3, id: 1, x: 0, y: at / 100 });
const change = (at: number): TestRecord => textChange(at, 21, String(at));

function trackOf(segments: readonly TestSegment[], view: { start: number; end: number }): ViewTrack {
  const track = new ViewTrack("v", {
    decoder: (from) => createViewDecoder(from === undefined ? {} : { from }),
    read: (bytes, segmentIndex) => readSegment(bytes, inflater, { ...OPTIONS, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, () => undefined),
    broken: (after) => {
      throw new Error(`a track cannot begin after segment ${after}`);
    },
    made: () => undefined,
  });
  track.list(view, listed(segments), true, undefined);
  for (const { index, bytes } of segments) track.put(index, bytes);
  return track;
}

async function factsOf(track: ViewTrack): Promise<Pick<KnownFacts, "idle" | "facts" | "presence">> {
  for (let went = true; went;) went = await track.step();
  const { idle, facts, presence } = track.facts();
  return { idle, facts, presence };
}

/** What is known when the source says what it has found up to a segment, and has a keyframe after another, if any. */
async function seamed(segments: readonly TestSegment[], through: number, keyframeAfter: number) {
  const first = segments.slice(0, through + 1);
  const end = Math.max(...first.map((segment) => segment.end));
  const source = trackOf(first, { start: 0, end });
  await factsOf(source);
  const track = trackOf(segments, { start: 0, end: END });
  const entries = keyframeAfter < 0 ? [] : [{ after: keyframeAfter, at: segments[keyframeAfter]?.end ?? 0 }];
  track.list({ start: 0, end: END }, listed(segments), true, {
    through,
    firstPictureAt: 0,
    url: null,
    entries,
  });
  track.know(source.facts());
  if (keyframeAfter >= 0)
    track.putKeyframe(keyframeAfter, await keyframe(segments.slice(0, keyframeAfter + 1)));
  return factsOf(track);
}

async function keyframe(segments: readonly TestSegment[]): Promise<Uint8Array> {
  const scan = new ViewScan(createViewDecoder());
  for (const { index, bytes, start, end } of segments) {
    if (bytes === null) throw new Error("a segment of a keyframe is missing");
    const read = await readSegment(bytes, inflater, { ...OPTIONS, segmentIndex: index });
    scan.segment(index, read, {
      span: { start, end },
      bytes: 0,
      bounds: { start: 0, end: END, following: [] },
    });
  }
  const made = scan.here();
  if (made === undefined) throw new Error("there is no keyframe");
  return packCheckpoint(made.checkpoint);
}

const body = [{ type: 2, id: 20, tagName: "p", attributes: {}, childNodes: [text(21, "0")] }];
const seams: readonly [string, readonly TestSegment[]][] = [
  [
    "each side of the seam shorter than a stretch that counts",
    [
      plainSegment(0, [...page(0, body), click(1_000)]),
      plainSegment(1, [change(4_000)]),
      plainSegment(2, [change(5_000), click(8_000)]),
      plainSegment(3, [click(9_000), click(29_000)]),
    ],
  ],
  [
    "nothing recorded on either side of the seam",
    [
      plainSegment(0, [...page(0, body), click(1_000)]),
      plainSegment(1, [change(1_500)]),
      plainSegment(2, [click(20_000)]),
    ],
  ],
  [
    "nobody there before the seam",
    [plainSegment(0, [...page(0, body)]), plainSegment(1, [change(1_500)]), plainSegment(2, [click(20_000)])],
  ],
  [
    "somebody there right before the seam and after it",
    [
      plainSegment(0, [...page(0, body), click(1_000)]),
      plainSegment(1, [click(7_000)]),
      plainSegment(2, [change(8_000), click(10_000), click(26_000)]),
    ],
  ],
];

describe.each(seams)("with %s", (_what, segments) => {
  test.each([-1, 0, 1])(
    "what is known is what a whole scan finds, from a keyframe after segment %i",
    async (after) => {
      const whole = await factsOf(trackOf(segments, { start: 0, end: END }));
      expect(whole.idle.length).toBeGreaterThan(0);
      expect(await seamed(segments, 1, after)).toEqual(whole);
    },
  );
});

test("scrolling before the seam counts, as late as it may have been", async () => {
  const segments = [
    plainSegment(0, [...page(0, body), click(1_000)]),
    plainSegment(1, [scroll(3_000), scroll(4_000), scroll(4_500)]),
    plainSegment(2, [change(8_000), click(10_500)]),
  ];
  const after = { start: 10_500, end: END };
  expect((await seamed(segments, 1, 0)).idle).toEqual([{ start: 4_500, end: 10_500 }, after]);
  expect((await seamed(segments, 1, 1)).idle).toEqual([{ start: 5_000, end: 10_500 }, after]);
});

test("a single click between two quiet stretches keeps them apart", async () => {
  const segments = [plainSegment(0, [...page(0, body), click(10_000)])];
  expect((await factsOf(trackOf(segments, { start: 0, end: END }))).idle).toEqual([
    { start: 0, end: 10_000 },
    { start: 10_000, end: END },
  ]);
});

const focus = (at: number, has_focus: boolean): TestRecord => ({
  type: 6,
  timestamp: at,
  data: { has_focus },
});

test("the focus and the address are those of before the seam", async () => {
  const segments = [
    plainSegment(0, [...page(0, body), focus(500, true)]),
    plainSegment(1, [focus(1_000, false), click(1_500)]),
    plainSegment(2, [...page(2_000, body), focus(2_000, false), focus(3_000, true)]),
  ];
  const { facts } = await factsOf(trackOf(segments, { start: 0, end: END }));
  expect(facts.map(({ kind }) => kind)).toEqual(["navigation", "blur", "click", "focus"]);
  expect((await seamed(segments, 1, 0)).facts).toEqual(facts);
});
