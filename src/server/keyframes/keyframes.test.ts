import { describe, expect, it } from "vitest";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { KeyframeShelf } from "../../stage/worker/keyframe-shelf.ts";
import { ViewTrack } from "../../stage/worker/view-track.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import {
  hintsAt,
  longestView,
  packNow,
  putRecorded,
  readRecorded,
} from "../sources/local/recorded.fixture.ts";
import type { Store } from "../storage/driver.ts";
import { forgetAll, makeNow, pageOf, readText, told, withStore } from "./made.fixture.ts";

const NEVER = new AbortController().signal;
const test = withStore();
const put = (sent: Parameters<Store["events"]["putSegments"]>[0]) =>
  test.store.events.putSegments(sent, hintsAt(0));

describe.each(["shoelace-v5", "shoelace-v7", "shop-checkout-v6", "shop-checkout-v7"])("%s", (name) => {
  const recorded = readRecorded(name);
  const { sessionId, viewId, sent } = longestView(recorded);
  const view = { sessionId, viewId };

  it("has keyframes with the page that decoding from the start gives", async () => {
    await putRecorded(test.store, recorded);
    await packNow(test.store, NEVER);
    expect((await makeNow(test.store, test.program)).errors).toEqual([]);
    const made = await told(test.store, view);
    expect(made?.places.length).toBeGreaterThan(1);
    expect(made?.through).toBe(sent.length - 1);
    const decoder = createViewDecoder();
    const pages: unknown[] = [];
    for (const [place, { bytes }] of sent.entries()) {
      decoder.decode(place, (await readText(bytes, place)).records);
      if (made?.places.some(({ after }) => after === place)) pages.push(pageOf(decoder));
    }
    expect(made?.pages).toEqual(pages);
    expect(await makeNow(test.store, test.program)).toEqual({ worked: 0, errors: [] });
  });

  it("says the same when it is made as it grows, and when it is made anew", async () => {
    for (const segment of sent) {
      await put([segment]);
      expect((await makeNow(test.store, test.program)).errors).toEqual([]);
    }
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    const grown = await told(test.store, view);
    await forgetAll(test.store);
    expect(await told(test.store, view)).toBeUndefined();
    await makeNow(test.store, test.program);
    const { id, ...atOnce } = (await told(test.store, view)) ?? {};
    expect(atOnce).toEqual({ ...grown, id: undefined });
    expect(id).not.toBe(grown?.id);
  });

  it("says what the stage finds out, also where segments are missing and damaged", async () => {
    const damaged = sent.flatMap((segment) => {
      const { indexInView } = segment.meta;
      if (indexInView === 1) return [];
      if (indexInView !== 2) return [segment];
      return [{ ...segment, bytes: segment.bytes.subarray(0, segment.bytes.length / 2) }];
    });
    await put(damaged);
    await packNow(test.store, NEVER);
    await makeNow(test.store, test.program);
    const inflater = createNodeInflater();
    const track = new ViewTrack(viewId, {
      decoder: (from) => createViewDecoder(from && { from }),
      read: (bytes, index) => readText(bytes, index),
      keyframes: new KeyframeShelf(inflater, () => undefined),
      broken: () => undefined,
      made: () => undefined,
    });
    const stored = await test.store.events.getView(view, NEVER);
    const listed = damaged.map(({ meta }) => ({ ...meta, index: meta.indexInView ?? 0 }));
    track.list(stored ?? { start: 0, end: 0 }, listed, true, undefined);
    for (const { meta, bytes } of damaged) track.put(meta.indexInView ?? 0, bytes);
    while (await track.step());
    const { facts, presence, idle, gaps, diagnostics } = track.facts();
    const made = (await told(test.store, view))?.facts;
    expect(made).toEqual({ facts, presence, idle, gaps, diagnostics });
    expect(made?.diagnostics.map(({ code }) => code)).toContain("segment-missing");
    expect(made?.gaps.length).toBeGreaterThan(0);
  });
});
