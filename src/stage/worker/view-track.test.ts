import { describe, expect, test } from "vitest";
import { createNodeInflater } from "../../server/inflate/node-inflater.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import type { ViewDecoder } from "../../replay/translate/view-decoder.ts";
import { listed, page, plainSegment, text, textChange } from "../recorded-page.fixture.ts";
import { KeyframeShelf } from "./keyframe-shelf.ts";
import { ViewTrack } from "./view-track.ts";

const inflater = createNodeInflater();

/** Checkpoints that were made, by the segment before them. */
const kept = new Map<number, Uint8Array>();

interface Made {
  readonly after: number;
  readonly at: number;
  readonly until: number;
}

function trackOf(
  decoder: () => ViewDecoder = createViewDecoder,
  made: Made[] = [],
  broken: number[] = [],
): ViewTrack {
  return new ViewTrack("v", {
    decoder: (from) => (from === undefined ? decoder() : createViewDecoder({ from })),
    read: (bytes, segmentIndex) =>
      readSegment(bytes, inflater, { maxInflatedBytes: 10_000_000, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, () => undefined),
    broken: (after) => broken.push(after),
    made: ({ after, at, until, bytes }) => {
      made.push({ after, at, until });
      kept.set(after, bytes);
    },
  });
}

/** A segment for each second from 0 on; the first holds the snapshot. */
const segments = Array.from({ length: 6 }, (_, index) =>
  plainSegment(index, [
    ...(index === 0 ? page(0, [text(20, "0")]) : []),
    textChange(index * 1_000 + 1, 20, `${index}`),
  ]),
);
const spans = (...indexes: readonly number[]) =>
  listed(segments).filter(({ index }) => indexes.includes(index));
const VIEW = { start: 0, end: 6_000 };
const never = new AbortController().signal;

const put = (track: ViewTrack, ...indexes: readonly number[]) => {
  for (const index of indexes) track.put(index, segments[index]?.bytes ?? null);
};
async function work(track: ViewTrack): Promise<void> {
  for (let went = true; went;) went = await track.step();
}

/** Many changes from a time on, each with a long text. */
const crowd = (from: number) =>
  Array.from({ length: 450 }, (_, step) =>
    textChange(from + step * 20, 20, `${from} ${step} `.padEnd(1_000, "-")),
  );
const long = Array.from({ length: 8 }, (_, index) =>
  plainSegment(index, [...(index === 0 ? page(0, [text(20, "0")]) : []), ...crowd(index * 10_000 + 1)]),
);

test("the quiet tail of a view is idle as soon as no more is to come", async () => {
  const track = trackOf();
  track.list({ start: 0, end: 60_000 }, spans(0, 1), true, undefined);
  put(track, 0);
  await work(track);
  expect(track.facts().idle).toEqual([]);
  put(track, 1);
  await work(track);
  expect(track.facts().idle).toEqual([{ start: 0, end: 60_000 }]);
});

test("a segment that cannot be read is told once", async () => {
  const track = trackOf();
  track.list(VIEW, spans(0, 1, 2), true, undefined);
  put(track, 0, 2);
  track.put(
    1,
    Uint8Array.from({ length: 500 }, (_, place) => (place * 7919) % 256),
  );
  await work(track);
  const of1 = track.facts().diagnostics.filter(({ segmentIndex }) => segmentIndex === 1);
  expect(of1).toMatchObject([{ code: "segment-unreadable", count: 1 }]);
});

describe("a clock that is wrong", () => {
  const YEAR = 365 * 24 * 3_600_000;
  const clocked = [
    plainSegment(0, [...page(0, [text(20, "0")]), textChange(500, 20, "before")]),
    plainSegment(1, [
      textChange(1_000, 20, "wrong"),
      textChange(YEAR, 20, "far"),
      textChange(1_100, 20, "right"),
    ]),
    plainSegment(2, [
      textChange(2_000, 20, "next"),
      textChange(-YEAR, 20, "past"),
      textChange(2_100, 20, "end"),
    ]),
  ];

  test("squeezes and stretches nothing, and is told with the number of records", async () => {
    const track = trackOf();
    track.list(VIEW, listed(clocked), true, undefined);
    for (const { index, bytes } of clocked) track.put(index, bytes);
    await work(track);
    const opened = await track.open(0, Infinity, never);
    const times = (opened?.page.events ?? []).map(({ timestamp }) => Math.floor(timestamp));
    expect(times.slice(2)).toEqual([500, 1_000, 1_000, 1_100, 2_000, 2_000, 2_100]);
    expect(track.facts().diagnostics).toMatchObject([
      { code: "time-wrong", count: 1, segmentIndex: 1 },
      { code: "time-wrong", count: 1, segmentIndex: 2 },
    ]);
    expect(track.facts().idle).toEqual([{ start: 0, end: 6_000 }]);
  });
});

describe("a view's segments", () => {
  test("wait for the list, and are decoded in order of index whatever order they come in", async () => {
    const track = trackOf();
    put(track, 2, 1, 0);
    await work(track);
    expect(track.progress()).toMatchObject({ available: [], firstPictureAt: null });
    track.list(VIEW, spans(0, 1, 2, 3), true, undefined);
    await work(track);
    expect(track.progress()).toMatchObject({
      available: [{ start: -Infinity, end: 3_001 }],
      url: "https://shop.example/",
    });
    put(track, 3);
    await work(track);
    expect(track.progress().available).toEqual([{ start: -Infinity, end: Infinity }]);
    const opened = await track.open(0, Infinity, never);
    const times = opened?.page.events.map(({ timestamp }) => Math.floor(timestamp));
    expect(times?.slice(2)).toEqual([1, 1_001, 2_001, 3_001]);
  });

  test("that come again change nothing", async () => {
    const track = trackOf();
    track.list(VIEW, spans(0, 1), true, undefined);
    put(track, 0, 1);
    await work(track);
    const before = track.progress();
    put(track, 0, 1);
    await work(track);
    expect(track.progress()).toEqual(before);
  });

  test("that are not listed while a later one is, are skipped in a complete view", async () => {
    const track = trackOf();
    track.list(VIEW, spans(0, 3), true, undefined);
    put(track, 0, 3);
    await work(track);
    expect(track.progress().available).toEqual([{ start: -Infinity, end: Infinity }]);
    expect(track.facts().diagnostics).toMatchObject([
      {
        code: "segment-missing",
        message: "segments 1 to 2 are missing from the recording",
        count: 2,
        segmentIndex: 1,
        start: 1,
        end: 3_001,
      },
    ]);
  });

  test("with indexes far apart are skipped at once", async () => {
    const track = trackOf();
    const far = { index: 4_000_000_000, start: 2_000, end: 2_000, hasFullSnapshot: false };
    track.list(VIEW, [...spans(0), far], true, undefined);
    put(track, 0);
    track.put(far.index, segments[1]?.bytes ?? null);
    await work(track);
    expect(track.facts().diagnostics).toMatchObject([{ code: "segment-missing", count: 3_999_999_999 }]);
  });

  test("are waited for in a view that is still being recorded, until two later ones are there", async () => {
    const track = trackOf();
    track.list(VIEW, spans(0, 2), false, undefined);
    put(track, 0, 2);
    await work(track);
    expect(track.facts().diagnostics).toEqual([]);
    expect(track.progress().available).toEqual([{ start: -Infinity, end: 1 }]);

    track.list(VIEW, spans(0, 1, 2), false, undefined);
    put(track, 1);
    await work(track);
    expect(track.progress().available).toEqual([{ start: -Infinity, end: Infinity }]);
    expect(track.facts().diagnostics).toEqual([]);

    track.list(VIEW, spans(0, 1, 2, 4, 5), false, undefined);
    put(track, 4, 5);
    await work(track);
    expect(track.facts().diagnostics).toMatchObject([{ code: "segment-missing", segmentIndex: 3 }]);
  });

  test("at which the decoder throws are told, and the rest is decoded", async () => {
    const track = trackOf(() => {
      const decoder = createViewDecoder();
      const follow = decoder.follow.bind(decoder);
      decoder.follow = (index, ...rest) => {
        if (index === 1) throw new Error("a fault");
        follow(index, ...rest);
      };
      return decoder;
    });
    track.list(VIEW, spans(0, 1, 2), true, undefined);
    put(track, 0, 1, 2);
    await work(track);
    expect(track.progress().available).toEqual([{ start: -Infinity, end: Infinity }]);
    const [told] = track.facts().diagnostics;
    expect(told).toMatchObject({ code: "segment-unreadable", segmentIndex: 1 });
    expect(told?.message).toContain("a fault");
    expect(track.facts().gaps).toEqual([{ start: 1_001, end: 6_000 }]);
  });
});

describe("a time of a view", () => {
  test("is shown by a picture at that time and what follows, between two records of a segment too", async () => {
    const track = trackOf();
    track.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) track.put(index, bytes);
    const opened = await track.open(25_001, 25_100, never);
    const events = opened?.page.events ?? [];
    const [meta, picture, ...changes] = events;
    expect(meta).toMatchObject({ type: 4 });
    expect(JSON.stringify(picture)).toContain("20001 250 ");
    expect(changes.map(({ timestamp }) => timestamp)).toEqual([25_021, 25_041, 25_061, 25_081]);
    expect(opened?.page.through).toBe(25_100);
  });

  test("before the first picture is shown by that picture, and loses nothing of what follows it", async () => {
    const track = trackOf();
    const late = plainSegment(0, [
      textChange(1_000, 20, "of the page before"),
      ...page(5_000, [text(20, "0")]),
      textChange(6_000, 20, "1"),
    ]);
    const next = plainSegment(1, [textChange(7_000, 20, "2")]);
    track.list({ start: 0, end: 8_000 }, listed([late, next]), true, undefined);
    for (const { index, bytes } of [late, next]) track.put(index, bytes);
    const opened = await track.open(2_000, 8_000, never);
    expect(JSON.stringify(opened?.page.events[1])).toContain('"0"');
    expect(opened?.page.events.map(({ timestamp }) => Math.round(timestamp))).toEqual([
      2_000, 2_000, 6_000, 7_000,
    ]);
  });

  test("goes on to the end, page by page", async () => {
    const track = trackOf();
    track.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) track.put(index, bytes);
    const opened = await track.open(75_000, 75_000, never);
    if (opened === undefined) throw new Error("nothing was opened");
    let { through } = opened.page;
    let ended = false;
    let last = 0;
    while (!ended) {
      const next = await track.more(opened.run, through + 2_000, never);
      through = next.through;
      ended = next.endsWith !== null;
      last = next.events.at(-1)?.timestamp ?? last;
    }
    expect(last).toBe(70_001 + 449 * 20);
  });

  test("is entered at a keyframe that was made on the way, without what comes before it", async () => {
    const made: Made[] = [];
    const track = trackOf(undefined, made);
    track.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) track.put(index, bytes);
    await work(track);
    expect(made.length).toBeGreaterThan(1);
    const place = made.findLast(({ after }) => after < 6);
    const shed = track.shed(undefined, Infinity);
    expect(shed.segments).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(shed.keyframes).toEqual(made.map(({ after }) => after));
    expect(track.progress().available).toEqual([]);
    const from = place?.after ?? 0;
    for (const { after } of made) if (after >= from) track.putKeyframe(after, kept.get(after) ?? null);
    for (const { index, bytes } of long) if (index > (place?.after ?? 0)) track.put(index, bytes);
    expect(track.progress().available).toEqual([{ start: place?.at, end: Infinity }]);
    const opened = await track.open(75_001, 75_001, never);
    expect(JSON.stringify(opened?.page.events[1])).toContain("70001 250 ");
    expect(await track.open(5_000, 5_000, never)).toBeUndefined();
  });

  test("sheds keyframes without the segments before them, those that are far first", async () => {
    const made: Made[] = [];
    const whole = trackOf(createViewDecoder, made);
    whole.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) whole.put(index, bytes);
    await work(whole);
    const track = trackOf();
    const known = { through: 7, firstPictureAt: 0, url: null, entries: made };
    track.list({ start: 0, end: 80_000 }, listed(long), true, known);
    for (const { after } of made) track.putKeyframe(after, kept.get(after) ?? null);
    const [first, ...rest] = made;
    const last = rest.at(-1);
    track.put((last?.after ?? 0) + 1, long[(last?.after ?? 0) + 1]?.bytes ?? null);
    const shed = track.shed((last?.at ?? 0) + 1, 1);
    expect(shed).toEqual({ segments: [], keyframes: [first?.after] });
    expect(track.progress().available).toMatchObject([{ start: last?.at }]);
  });

  test("is not entered where a full snapshot was promised and is not", async () => {
    const broken: number[] = [];
    const track = trackOf(undefined, [], broken);
    const promised = listed(long).map(({ index, start, end }) => ({
      index,
      start,
      end,
      hasFullSnapshot: index === 5,
    }));
    track.list({ start: 0, end: 80_000 }, promised, true, undefined);
    for (const { index, bytes } of long) if (index >= 5) track.put(index, bytes);
    expect(await track.open(75_000, 75_000, never)).toBeUndefined();
    expect(broken).toEqual([4]);
    expect(track.progress().available).toEqual([]);
  });

  test("is shown from what comes before a keyframe that cannot be read", async () => {
    const made: Made[] = [];
    const track = trackOf(undefined, made);
    track.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) track.put(index, bytes);
    await work(track);
    for (const { after } of made) track.putKeyframe(after, new Uint8Array([1, 2, 3]));
    const opened = await track.open(75_001, 75_001, never);
    expect(JSON.stringify(opened?.page.events[1])).toContain("70001 250 ");
  });

  test("is not opened when nobody waits for it any more", async () => {
    const track = trackOf();
    track.list({ start: 0, end: 80_000 }, listed(long), true, undefined);
    for (const { index, bytes } of long) track.put(index, bytes);
    await expect(track.open(75_001, 75_001, AbortSignal.abort())).rejects.toThrow("abort");
  });
});
