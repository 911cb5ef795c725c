import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { EventPlatform, FinishedPack, SegmentEntry, StoreMoment } from "./driver.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;
const everything = { afterIndex: -1, limit: 1000 };

/** What every driver of the event platform must do about segments and packs. `open` gives an empty one. */
export function eventPlatformContract(open: () => Promise<EventPlatform>): void {
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

  describe("segments", () => {
    test("what was put is read back byte for byte, with its metadata", async () => {
      const sent = segment({ index: 3, content: "\0bytes\u{1F600}", start: T0 + 0.25 });
      expect(await events.putSegments([sent], hints())).toEqual(["stored"]);
      const [read] = await events.readSegments(VIEW, [3, 4], signal);
      expect(read?.entry).toEqual({
        meta: sent.meta,
        sequence: 1,
        generation: null,
        storage: "event_platform",
      });
      expect(read?.content).toEqual({ kind: "bytes", bytes: sent.bytes });
      expect(await events.readSegments(VIEW, [4], signal)).toEqual([]);
    });

    test("the same bytes again are a duplicate, in the same put, in another, and at the same time", async () => {
      const one = segment({ index: 0 });
      expect(await events.putSegments([one, one], hints())).toEqual(["stored", "duplicate"]);
      const again = await Promise.all([0, 1, 2].map(() => events.putSegments([one], hints())));
      expect(again).toEqual([["duplicate"], ["duplicate"], ["duplicate"]]);
      expect(await indexes()).toEqual([0]);
    });

    test("the same bytes put at the same time for the first time are stored once", async () => {
      const results = await Promise.all(
        [0, 1, 2, 3].map(() => events.putSegments([segment({ index: 0 })], hints())),
      );
      expect(results.flat().toSorted()).toEqual(["duplicate", "duplicate", "duplicate", "stored"]);
    });

    test("other bytes under a taken index are a conflict and change nothing", async () => {
      await events.putSegments([segment({ index: 0 })], hints());
      expect(await events.putSegments([segment({ index: 0, content: "other" })], hints())).toEqual([
        "conflict",
      ]);
      const [read] = await events.readSegments(VIEW, [0], signal);
      expect(read?.content).toEqual({ kind: "bytes", bytes: segment({ index: 0 }).bytes });
    });

    test("the same index in another view or session is another segment", async () => {
      const put = await events.putSegments(
        [
          segment({ index: 0 }),
          segment({ index: 0, viewId: "view-2" }),
          segment({ index: 0, sessionId: "session-2" }),
        ],
        hints(),
      );
      expect(put).toEqual(["stored", "stored", "stored"]);
      expect(await indexes()).toEqual([0]);
    });

    test("segments without an index are numbered by arrival, those of one put by start", async () => {
      const late = segment({ index: null, content: "late", start: T0 + 9000 });
      const early = segment({ index: null, content: "early", start: T0 });
      await events.putSegments([late, early], hints());
      await events.putSegments([segment({ index: null, content: "last", start: T0 + 20_000 })], hints());
      const read = await events.readSegments(VIEW, [0, 1, 2], signal);
      expect(
        read.map(({ content }) => content.kind === "bytes" && new TextDecoder().decode(content.bytes)),
      ).toEqual(["early", "late", "last"]);
      expect(await events.putSegments([late], hints())).toEqual(["duplicate"]);
    });

    test("are listed in order of index, page by page", async () => {
      for (const index of [4, 0, 2]) await events.putSegments([segment({ index })], hints());
      expect(await indexes()).toEqual([0, 2, 4]);
      const first = await events.listSegments(VIEW, { afterIndex: -1, limit: 2 }, signal);
      const second = await events.listSegments(VIEW, { afterIndex: 2, limit: 2 }, signal);
      expect([first.map(indexOf), second.map(indexOf)]).toEqual([[0, 2], [4]]);
    });

    test("a put that fails stores nothing of it and does not fail its neighbours", async () => {
      const broken = { ...segment({ index: 1 }), bytes: null as unknown as Uint8Array };
      const settled = await Promise.allSettled([
        events.putSegments([segment({ index: 0 })], hints()),
        events.putSegments([segment({ index: 5 }), broken], hints()),
        events.putSegments([segment({ index: 2 })], hints()),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await indexes()).toEqual([0, 2]);
      expect((await events.getView(VIEW, signal))?.segmentCount).toBe(2);
    });
  });

  describe("packs", () => {
    test("a packed segment's place is the blob; its bytes have left", async () => {
      await events.putSegments([segment({ index: 0 }), segment({ index: 1 })], hints());
      expect(await events.commitPack(await packOf("packs/a", 1))).toEqual([]);
      const [packed, fresh] = await events.readSegments(VIEW, [0, 1], signal);
      expect(packed?.content).toEqual({ kind: "packed", blobKey: "packs/a", offset: 0, length: 100 });
      expect(packed?.entry).toMatchObject({ sequence: 1, generation: 1, storage: "blob" });
      expect(fresh?.content.kind).toBe("bytes");
      expect((await events.getView(VIEW, signal))?.packed).toBe(false);
      await events.commitPack(await packOf("packs/b"));
      expect((await events.getView(VIEW, signal))?.packed).toBe(true);
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

  describe("other things kept", () => {
    test("a resource's entry is replaced by a later one, and its blob is known", async () => {
      const entry = {
        applicationId: "a",
        id: "1x1-f00",
        contentType: "image/webp",
        blobKey: "resources/1",
        byteLength: 9,
      };
      expect(await events.getResourceEntry("a", "1x1-f00")).toBeNull();
      await events.putResourceEntry(entry);
      await events.putResourceEntry({ ...entry, blobKey: "resources/2" });
      expect(await events.getResourceEntry("a", "1x1-f00")).toEqual({ ...entry, blobKey: "resources/2" });
      expect(await events.getResourceEntry("b", "1x1-f00")).toBeNull();
      expect([...(await events.knownBlobs(["resources/1", "resources/2"], signal))]).toEqual(["resources/2"]);
    });

    test("a secret is made once per name", async () => {
      const [first, again, other] = await Promise.all(
        ["cursor", "cursor", "x"].map((name) => events.getSecret(name)),
      );
      expect(first).toHaveLength(32);
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    });
  });

  describe("operation", () => {
    test("an aborted signal rejects every read", async () => {
      const aborted = AbortSignal.abort(new Error("gone"));
      const age = { now: epochMs(T0), endedQuietMs: 0, idleMs: 0 };
      const reads = [
        events.searchSessions({ sort: "newest", limit: 1 }, aborted),
        events.facets(aborted),
        events.getSession("s", aborted),
        events.getView(VIEW, aborted),
        events.listRumEvents("s", { limit: 1 }, aborted),
        events.listSegments(VIEW, everything, aborted),
        events.readSegments(VIEW, [0], aborted),
        events.listPackable(age, 1, aborted),
        events.knownBlobs([], aborted),
      ];
      const settled = await Promise.allSettled(reads);
      expect(
        settled.map((result) => result.status === "rejected" && (result.reason as Error).message),
      ).toEqual(reads.map(() => "gone"));
    });

    test("close finishes the puts in hand; later calls reject", async () => {
      const put = events.putSegments([segment({ index: 0 })], hints());
      await events.close();
      expect(await put).toEqual(["stored"]);
      await expect(events.putSegments([segment({ index: 1 })], hints())).rejects.toThrow("closed");
      await expect(events.getView(VIEW, signal)).rejects.toThrow("closed");
      await expect(events.check()).rejects.toThrow("closed");
    });
  });
}

const indexOf = (entry: SegmentEntry): number => entry.meta.indexInView;
