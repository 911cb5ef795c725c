import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";
import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { RECORDINGS, recordedViews } from "./testing/recorded-views.fixture.ts";
import type { ViewDecoder } from "./view-decoder.ts";

function decodeAll(segments: (readonly RawRecord[])[]): { events: eventWithTime[]; decoder: ViewDecoder } {
  const decoder = createViewDecoder();
  const events = segments.flatMap((records, index) => decoder.decode(index, records));
  return { events, decoder };
}

describe.each(RECORDINGS)("the recording %s", (recording) => {
  const views = recordedViews(recording).map(decodeAll);

  test("is read without a single complaint and without gaps", () => {
    expect(views.length).toBeGreaterThan(0);
    for (const { decoder } of views) {
      expect(decoder.diagnostics()).toEqual([]);
      expect(decoder.gaps()).toEqual([]);
    }
  });

  test("begins each view with Meta and FullSnapshot, and has a Meta nowhere else", () => {
    for (const { events } of views) {
      expect(events.slice(0, 2).map(({ type }) => type)).toEqual([EventType.Meta, EventType.FullSnapshot]);
      const afterMeta = events.filter((_event, at) => events[at - 1]?.type === EventType.Meta);
      expect(new Set(afterMeta.map(({ type }) => type))).toEqual(new Set([EventType.FullSnapshot]));
    }
  });

  test("has strictly rising timestamps and no id below 1", () => {
    for (const { events } of views) {
      let last = 0;
      for (const event of events) {
        expect(event.timestamp).toBeGreaterThan(last);
        last = event.timestamp;
      }
      expect(JSON.stringify(events)).not.toMatch(/"(?:id|nextId|parentId|styleId)":(?:0|-)/);
    }
  });

  test("has adds whose next siblings are already there", () => {
    for (const { events } of views)
      for (const { type, data } of events) {
        if (type !== EventType.IncrementalSnapshot || data.source !== IncrementalSource.Mutation) continue;
        const added = new Set(data.adds.map(({ node }) => node.id));
        for (const { nextId } of data.adds) expect(added.has(nextId ?? -1)).toBe(false);
      }
  });

  test("gives the same picture from a snapshot at the end, without sharing an object with it", () => {
    for (const { decoder } of views) {
      const once = decoder.snapshot(epochMs(1));
      const again = decoder.snapshot(epochMs(1));
      expect(again.map(({ data }) => data)).toEqual(once.map(({ data }) => data));
      expect(again[1]?.data).not.toBe(once[1]?.data);
    }
  });
});
