import { describe, expect, test } from "vitest";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { listed, page, plainSegment, text, textChange } from "../recorded-page.fixture.ts";
import { never, trackOf, work } from "./view-track.fixture.ts";
import type { ViewTrack } from "./view-track.ts";

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

const put = (track: ViewTrack, ...indexes: readonly number[]) => {
  for (const index of indexes) track.put(index, segments[index]?.bytes ?? null);
};
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
