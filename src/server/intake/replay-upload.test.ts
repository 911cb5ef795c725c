import { randomBytes } from "node:crypto";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  APPLICATION,
  FOCUS_RECORD,
  jsonPart,
  META_RECORD,
  metadata,
  openIntake,
  RECEIVED_AT,
  REPLAY,
  replayForm,
  segmentBytes,
  segmentPart,
  VIEW,
} from "./intake.fixture.ts";

const signal = new AbortController().signal;

describe("a segment with an event part", () => {
  test("is stored as received, with what the SDK says of it", async () => {
    const { post, segments, store } = await openIntake();
    const bytes = segmentBytes();
    expect(await post(REPLAY, replayForm(bytes))).toEqual({ status: 202, json: {} });
    expect(await segments()).toEqual([
      {
        ...VIEW,
        applicationId: APPLICATION,
        source: "browser",
        creationReason: "init",
        start: META_RECORD.timestamp,
        end: FOCUS_RECORD.timestamp,
        indexInView: 0,
        recordsCount: 2,
        hasFullSnapshot: false,
        rawSegmentSize: inflateSync(bytes).length,
        compressedSegmentSize: bytes.length,
        sdkVersion: "7.16.2",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    ]);
    const [stored] = await store.events.readSegments(VIEW, [0], signal);
    expect(stored?.content).toEqual({ kind: "bytes", bytes });
  });

  test("gives its view the page's address, its session the browser and the time of receiving", async () => {
    const { post, store } = await openIntake();
    const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0";
    await post(REPLAY, replayForm(), { "user-agent": agent });
    const found = await store.events.getSession(VIEW.sessionId, signal);
    expect(found?.views[0]?.url).toBe("https://shop.example/cart");
    expect(found?.session).toMatchObject({
      browser: { name: "Firefox", version: "125.0" },
      os: { name: "Windows", version: "10" },
      deviceType: "desktop",
      lastReceivedAt: RECEIVED_AT,
    });
  });

  test("may come after its metadata", async () => {
    const { post, segments } = await openIntake();
    const form = new FormData();
    form.append("event", jsonPart(metadata()));
    form.append("segment", segmentPart(segmentBytes()), "blob");
    expect(await post(REPLAY, form)).toMatchObject({ status: 202 });
    expect(await segments()).toHaveLength(1);
  });

  test("is stored once when it is sent again", async () => {
    const { post, segments } = await openIntake();
    expect((await post(REPLAY, replayForm())).status).toBe(202);
    expect((await post(REPLAY, replayForm())).status).toBe(202);
    expect(await segments()).toHaveLength(1);
  });

  test("is refused when another one has its index, which stays", async () => {
    const { post, segments } = await openIntake();
    await post(REPLAY, replayForm());
    const before = await segments();
    const other = segmentBytes(metadata({ records_count: 1 }), [META_RECORD]);
    expect(await post(REPLAY, replayForm(other, metadata({ records_count: 1 })))).toEqual({
      status: 400,
      json: {
        errors: [
          "view view-1 has another segment with index_in_view 0 already; nothing of this upload is stored",
        ],
      },
    });
    expect(await segments()).toEqual(before);
  });

  test("keeps records of unknown and unreadable kinds", async () => {
    const { post, segments } = await openIntake();
    const records = [META_RECORD, { type: 99, timestamp: META_RECORD.timestamp, data: 1 }, { type: "?" }];
    const stated = metadata({ records_count: 3 });
    expect(await post(REPLAY, replayForm(segmentBytes(stated, records), stated))).toMatchObject({
      status: 202,
    });
    expect(await segments()).toMatchObject([{ recordsCount: 3 }]);
  });
});

const fields = (overrides: Readonly<Record<string, string>> = {}): FormData => {
  const form = new FormData();
  const { index_in_view: _index, source: _source, ...inText } = metadata();
  form.append("segment", segmentPart(segmentBytes(inText)), "session-1-1700000000000");
  const values = {
    "application.id": APPLICATION,
    "session.id": VIEW.sessionId,
    "view.id": VIEW.viewId,
    start: "1700000000000",
    end: "1700000000500",
    records_count: "2",
    has_full_snapshot: "false",
    creation_reason: "init",
    ...overrides,
  };
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  return form;
};

const mobile = (at: number): Record<string, unknown> => {
  const { creation_reason: _reason, index_in_view: _index, ...stated } = metadata({ source: "ios" });
  return { ...stated, start: META_RECORD.timestamp + at };
};

const SIZES = [400_000, 10, 200_000, 10];

/** Text that deflates little. */
const filler = (length: number) => randomBytes(length).toString("base64");

const several = (count: number, events: readonly unknown[]): FormData => {
  const form = new FormData();
  form.append("event", jsonPart(events));
  for (let at = 0; at < count; at += 1) {
    form.append("segment", segmentPart(segmentBytes(mobile(at))), `file${at}`);
  }
  return form;
};

describe("segments of other SDKs", () => {
  test("form fields of SDK 3 are metadata; without index_in_view the order of arrival counts", async () => {
    const { post, segments } = await openIntake();
    expect(await post(REPLAY, fields())).toMatchObject({ status: 202 });
    expect(await segments()).toMatchObject([{ indexInView: 0, source: "browser", recordsCount: 2 }]);
  });

  test("form fields that are no numbers are refused", async () => {
    const { post, isEmpty } = await openIntake();
    const { status, json } = await post(REPLAY, fields({ start: "yesterday" }));
    expect(status).toBe(400);
    expect((json as { errors: string[] }).errors[0]).toBe(
      'segment: metadata: start: Invalid input: expected number, received string, got "yesterday"',
    );
    expect(await isEmpty()).toBe(true);
  });

  test("times of the first and last record, as SDK 3 states them, are put in order", async () => {
    const { post, segments } = await openIntake();
    const stated = metadata({ start: 1_700_000_000_500, end: 1_700_000_000_000 });
    await post(REPLAY, replayForm(segmentBytes(stated), stated));
    expect(await segments()).toMatchObject([{ start: 1_700_000_000_000, end: 1_700_000_000_500 }]);
  });

  test("several segments take their metadata from the event list in order", async () => {
    const { post, segments } = await openIntake();
    expect(await post(REPLAY, several(3, [mobile(0), mobile(1), mobile(2)]))).toMatchObject({ status: 202 });
    expect(await segments()).toMatchObject([
      { indexInView: 0, start: META_RECORD.timestamp, source: "ios", creationReason: "" },
      { indexInView: 1, start: META_RECORD.timestamp + 1 },
      { indexInView: 2, start: META_RECORD.timestamp + 2 },
    ]);
  });

  test("several segments keep their order, whatever their sizes", async () => {
    const { post, segments } = await openIntake();
    const form = new FormData();
    for (const [at, size] of SIZES.entries()) {
      const inText = { ...mobile(at), filler: filler(size) };
      form.append("segment", segmentPart(segmentBytes(inText)), `file${at}`);
    }
    form.append("event", jsonPart([...SIZES.keys()].map(mobile)));
    expect(await post(REPLAY, form)).toMatchObject({ status: 202 });
    expect((await segments()).map(({ start }) => start - META_RECORD.timestamp)).toEqual([0, 1, 2, 3]);
  });

  test("when another segment has the index of one of several, none is stored", async () => {
    const { post, segments } = await openIntake();
    const other = metadata({ index_in_view: 1, records_count: 1 });
    await post(REPLAY, replayForm(segmentBytes(other, [META_RECORD]), other));
    const before = await segments();
    const form = new FormData();
    const stated = [0, 1, 2].map((index) => metadata({ index_in_view: index }));
    for (const inText of stated) form.append("segment", segmentPart(segmentBytes(inText)), "file");
    form.append("event", jsonPart(stated));
    expect(await post(REPLAY, form)).toEqual({
      status: 400,
      json: {
        errors: [
          "view view-1 has another segment with index_in_view 1 already; nothing of this upload is stored",
        ],
      },
    });
    expect(await segments()).toEqual(before);
  });

  test("when one of several is faulty, none is stored", async () => {
    const { post, isEmpty } = await openIntake();
    expect(await post(REPLAY, several(2, [mobile(0), { ...mobile(1), records_count: 5 }]))).toEqual({
      status: 400,
      json: {
        errors: [
          "segment 2 of 2: records_count is 5, but 2 in the segment itself",
          "segment 2 of 2: records_count is 5, but it has 2",
        ],
      },
    });
    expect(await isEmpty()).toBe(true);
  });

  test("fewer metadata than segments are refused", async () => {
    const { post } = await openIntake();
    expect(await post(REPLAY, several(2, [mobile(0)]))).toEqual({
      status: 400,
      json: { errors: ["2 segment parts came with metadata of 1; expected the same number"] },
    });
  });
});
