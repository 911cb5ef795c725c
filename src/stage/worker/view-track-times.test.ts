import { describe, expect, test } from "vitest";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { listed, page, plainSegment, text, textChange } from "../recorded-page.fixture.ts";
import { kept, type Made, never, trackOf, work } from "./view-track.fixture.ts";

/** Many changes from a time on, each with a long text. */
const crowd = (from: number) =>
  Array.from({ length: 450 }, (_, step) =>
    textChange(from + step * 20, 20, `${from} ${step} `.padEnd(1_000, "-")),
  );
const long = Array.from({ length: 8 }, (_, index) =>
  plainSegment(index, [...(index === 0 ? page(0, [text(20, "0")]) : []), ...crowd(index * 10_000 + 1)]),
);

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
