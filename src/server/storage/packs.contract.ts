import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { EventPlatform } from "./driver.ts";
import type { FinishedPack } from "./pack.ts";
import type { SegmentEntry, StoreMoment } from "./stored-segment.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;
const everything = { afterIndex: -1, limit: 1000 };

/** What every driver of the event platform must do about packs, and about moments while segments move. */
export function packsContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());

  const indexes = async (at?: StoreMoment): Promise<number[]> =>
    (await events.listSegments(VIEW, at ? { ...everything, at } : everything, signal)).map(indexOf);
  const packOf = async (blobKey: string, count = 1000): Promise<FinishedPack> => {
    const entries = (await events.listSegments(VIEW, everything, signal)).slice(0, count);
    const places = entries.map(({ sequence }, at) => ({ sequence, offset: at * 100, length: 100 }));
    return { view: VIEW, blobKey, segments: places };
  };

  describe("packs", () => {
    test("a packed segment's place is the blob; its bytes have left", async () => {
      await events.putSegments([segment({ index: 0 }), segment({ index: 1 })], hints());
      expect(await events.commitPack(await packOf("packs/a", 1))).toEqual([]);
      const [packed, fresh] = await events.readSegments(VIEW, [0, 1], signal);
      expect(packed?.content).toEqual({ kind: "packed", blobKey: "packs/a", offset: 0, length: 100 });
      const [entry] = await events.listSegments(VIEW, everything, signal);
      expect(entry).toMatchObject({ sequence: packed?.sequence, generation: 1, storage: "blob" });
      expect(fresh?.content.kind).toBe("bytes");
      const places = async (from: number, to: number) =>
        events.listPlaces(VIEW, { first: from, last: to }, signal);
      expect(await places(0, 9)).toEqual([{ index: 0, blobKey: "packs/a", offset: 0, length: 100 }]);
      expect(await places(1, 9)).toEqual([]);
      expect((await events.getView(VIEW, signal))?.packed).toBe(false);
      await events.commitPack(await packOf("packs/b"));
      expect((await events.getView(VIEW, signal))?.packed).toBe(true);
    });

    test("an index has every segment, page by page", async () => {
      const sent = [segment({ index: 2 }), segment({ index: 0 }), segment({ index: 5 })];
      await events.putSegments(sent, hints());
      await events.commitPack(await packOf("packs/a", 1));
      const first = await events.listIndex(VIEW, { afterIndex: -1, limit: 2 }, signal);
      const rest = await events.listIndex(VIEW, { afterIndex: 2, limit: 2 }, signal);
      expect([...first, ...rest].map((each) => each.indexInView)).toEqual([0, 2, 5]);
      const { meta } = segment({ index: 5 });
      expect(meta).toMatchObject(rest[0] ?? {});
      expect(Object.keys(rest[0] ?? {})).toHaveLength(7);
      const bytes = sent.map((each) => each.bytes.length).reduce((a, b) => a + b);
      const sum = async (from: number, to: number) =>
        events.sumSegments(VIEW, { first: from, last: to }, signal);
      expect(await sum(0, 5)).toEqual({ segments: 3, bytes });
      expect(await sum(1, 4)).toEqual({ segments: 1, bytes: sent[0]?.bytes.length });
      expect(await sum(6, 9)).toEqual({ segments: 0, bytes: 0 });
    });

    test("views are listed by size, the newest first; those that grow, as long as they are not packed", async () => {
      const other = { ...VIEW, viewId: "other" };
      const { meta, ...more } = segment({ index: 0 });
      await events.putSegments([segment({ index: 0 }), segment({ index: 1 })], hints());
      await events.putSegments([{ ...more, meta: { ...meta, ...other } }], hints());
      const size = { bytes: 1, segments: 1 };
      const page = await events.listViews({ before: null, limit: 1 }, size, signal);
      expect(page.views).toEqual([other]);
      const next = await events.listViews({ before: page.next, limit: 1 }, size, signal);
      expect(next.views).toEqual([VIEW]);
      const last = await events.listViews({ before: next.next, limit: 1 }, size, signal);
      expect(last).toEqual({ views: [], next: null });
      const large = { bytes: 1, segments: 2 };
      expect((await events.listViews({ before: null, limit: 9 }, large, signal)).views).toEqual([VIEW]);
      expect(await events.listGrowing(epochMs(0), large, signal)).toEqual([VIEW]);
      expect(await events.listGrowing(epochMs(T0 * 2), size, signal)).toEqual([]);
      await events.commitPack(await packOf("packs/a"));
      expect(await events.listGrowing(epochMs(0), size, signal)).toEqual([other]);
    });

    test("a pack that replaces another names the blob that is free; generations stay", async () => {
      await events.putSegments([segment({ index: 0 })], hints());
      await events.commitPack(await packOf("packs/a"));
      await events.putSegments([segment({ index: 1 })], hints());
      expect(await events.commitPack(await packOf("packs/b"))).toEqual(["packs/a"]);
      const entries = await events.listSegments(VIEW, everything, signal);
      expect(entries.map(({ generation }) => generation)).toEqual([1, 2]);
      const known = await events.knownBlobs(["packs/a", "packs/b", "packs/c"], signal);
      expect([...known]).toEqual(["packs/b"]);
    });

    test("a packed segment sent again is a duplicate; other bytes under its index are a conflict", async () => {
      await events.putSegments([segment({ index: 0 })], hints());
      await events.commitPack(await packOf("packs/a"));
      expect(await events.putSegments([segment({ index: 0 })], hints())).toEqual(["duplicate"]);
      expect(await events.putSegments([segment({ index: 0, content: "other" })], hints())).toEqual([
        "conflict",
      ]);
    });

    test("a pack with a segment of another view is refused as a whole", async () => {
      await events.putSegments([segment({ index: 0 }), segment({ index: 0, viewId: "view-2" })], hints());
      const pack = await packOf("packs/a");
      const foreign = { sequence: 2, offset: 100, length: 100 };
      await expect(events.commitPack({ ...pack, segments: [...pack.segments, foreign] })).rejects.toThrow(
        "view-1",
      );
      expect((await events.readSegments(VIEW, [0], signal))[0]?.content.kind).toBe("bytes");
    });

    test("views become packable when ended and quiet, or idle; longest waiting first", async () => {
      const put = (viewId: string, receivedAt: number) =>
        events.putSegments([segment({ index: 0, viewId })], hints({ receivedAt: epochMs(receivedAt) }));
      await put("ended", T0 + 50);
      await put("idle", T0);
      await put("busy", T0 + 100);
      const end = rumEvent("view", { viewId: "ended", version: 2 }, { view: { is_active: false } });
      await events.putRumEvents([end], hints());
      const packable = async (now: number, limit = 10) =>
        (await events.listPackable({ now: epochMs(now), endedQuietMs: 10, idleMs: 100 }, limit, signal)).map(
          ({ viewId }) => viewId,
        );
      expect(await packable(T0 + 59)).toEqual([]);
      expect(await packable(T0 + 60)).toEqual(["ended"]);
      expect(await packable(T0 + 100)).toEqual(["idle", "ended"]);
      expect(await packable(T0 + 100, 1)).toEqual(["idle"]);
      await events.commitPack({
        view: { ...VIEW, viewId: "idle" },
        blobKey: "packs/idle",
        segments: [{ sequence: 2, offset: 0, length: 1 }],
      });
      expect(await packable(T0 + 300)).toEqual(["ended", "busy"]);
    });
  });

  describe("moments", () => {
    test("a listing at a moment sees what was there then, where it was then", async () => {
      await events.putSegments([segment({ index: 0 }), segment({ index: 2 })], hints());
      await events.commitPack(await packOf("packs/a", 1));
      const moment = await events.moment();
      await events.putSegments([segment({ index: 1 })], hints());
      await events.commitPack(await packOf("packs/b"));
      await events.putSegments([segment({ index: 3 })], hints());

      expect(await indexes(moment)).toEqual([0, 2]);
      const stored = async (storage: "blob" | "event_platform", at?: StoreMoment) =>
        (await events.listSegments(VIEW, { ...everything, storage, ...(at ? { at } : {}) }, signal)).map(
          indexOf,
        );
      expect(await stored("blob", moment)).toEqual([0]);
      expect(await stored("event_platform", moment)).toEqual([2]);
      expect(await stored("blob")).toEqual([0, 1, 2]);
      expect(await stored("event_platform")).toEqual([3]);
    });

    test("a walk in pages yields each segment of its first page's moment once while puts and packs go on", async () => {
      const even = Array.from({ length: 20 }, (_, index) => index * 2);
      await events.putSegments(
        even.map((index) => segment({ index })),
        hints(),
      );
      const at = await events.moment();
      const seen: number[] = [];
      for (let page = 0; page < 20; page += 1) {
        const meanwhile = [
          events.putSegments([segment({ index: page * 2 + 1 })], hints()),
          packOf(`packs/${page}`).then((pack) => events.commitPack(pack)),
        ];
        const listing = { afterIndex: seen.at(-1) ?? -1, limit: 3, at };
        seen.push(...(await events.listSegments(VIEW, listing, signal)).map(indexOf));
        await Promise.all(meanwhile);
      }
      expect(seen).toEqual(even);
    });
  });
}

const indexOf = (entry: SegmentEntry): number => entry.meta.indexInView;
