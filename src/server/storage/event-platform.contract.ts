import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { EventPlatform } from "./driver.ts";
import type { SegmentEntry } from "./stored-segment.ts";
import { hints, segment, T0, VIEW } from "./incoming.fixture.ts";

const signal = new AbortController().signal;
const everything = { afterIndex: -1, limit: 1000 };

/** What every driver of the event platform must do about segments and what else it keeps. `open` gives an empty one. */
export function eventPlatformContract(open: () => Promise<EventPlatform>): void {
  let events: EventPlatform;
  beforeEach(async () => {
    events = await open();
  });
  afterEach(() => events.close());

  const indexes = async (): Promise<number[]> =>
    (await events.listSegments(VIEW, everything, signal)).map(indexOf);

  describe("segments", () => {
    test("what was put is read back byte for byte, with its metadata", async () => {
      const sent = segment({ index: 3, content: "\0bytes\u{1F600}", start: T0 + 0.25 });
      expect(await events.putSegments([sent], hints())).toEqual(["stored"]);
      const [read] = await events.readSegments(VIEW, [3, 4], signal);
      expect(read).toEqual({ index: 3, sequence: 1, content: { kind: "bytes", bytes: sent.bytes } });
      expect(await events.listSegments(VIEW, everything, signal)).toEqual([
        { meta: sent.meta, sequence: 1, generation: null, storage: "event_platform" },
      ]);
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

    test("a put with a conflict in it stores nothing at all, and says of each segment why", async () => {
      await events.putSegments([segment({ index: 0 })], hints());
      const before = await events.getSession(VIEW.sessionId, signal);
      const put = await events.putSegments(
        [
          segment({ index: 1 }),
          segment({ index: 0 }),
          segment({ index: 0, content: "other", start: T0 + 2000 }),
          segment({ index: 0, viewId: "view-2" }),
          segment({ index: 0, sessionId: "session-2" }),
        ],
        hints({ receivedAt: epochMs(T0 + 5000) }),
      );
      expect(put).toEqual(["dropped", "duplicate", "conflict", "dropped", "dropped"]);
      expect(await indexes()).toEqual([0]);
      expect(await events.getSession(VIEW.sessionId, signal)).toEqual(before);
      expect(await events.getSession("session-2", signal)).toBeNull();
      expect(await events.putSegments([segment({ index: 1 })], hints())).toEqual(["stored"]);
    });

    test("two segments of one put with the same index are a conflict", async () => {
      const put = [segment({ index: 0 }), segment({ index: 0, content: "other", start: T0 + 1 })];
      expect(await events.putSegments(put, hints())).toEqual(["dropped", "conflict"]);
      expect(await events.getSession(VIEW.sessionId, signal)).toBeNull();
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
