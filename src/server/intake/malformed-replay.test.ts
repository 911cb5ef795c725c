import { createHash } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { assert, asyncProperty, nat, record, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  jsonPart,
  metadata,
  openIntake,
  REPLAY,
  replayForm,
  segmentBytes,
  segmentPart,
} from "./intake.fixture.ts";

const withParts = (...parts: readonly (readonly [string, Blob | string])[]) => {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
};

describe("malformed replay uploads are refused and nothing of them is stored", () => {
  const stated = metadata();
  const whole = segmentBytes();
  const text = inflateSync(whole).toString();
  const altered = (overrides: Readonly<Record<string, unknown>>) => replayForm(whole, metadata(overrides));
  const packed = (content: string | Buffer) => replayForm(new Uint8Array(deflateSync(content)), stated);
  const corrupt = Uint8Array.from(whole);
  corrupt[corrupt.length - 1] = (corrupt.at(-1) ?? 0) ^ 0xff;

  const cases: readonly (readonly [string, () => BodyInit, string])[] = [
    ["no body", () => "", "content type"],
    ["JSON in place of multipart", () => JSON.stringify(stated), "expected multipart/form-data"],
    ["no parts", () => withParts(["other", "1"]), "expected segment parts or image parts"],
    ["a segment without metadata", () => withParts(["segment", segmentPart(whole)]), "application.id"],
    ["metadata without a segment", () => withParts(["event", jsonPart(stated)]), "expected segment parts"],
    [
      "segment and image",
      () => withParts(["segment", segmentPart(whole)], ["image", segmentPart(whole)]),
      "expected segment parts or image parts",
    ],
    [
      "two event parts",
      () =>
        withParts(["segment", segmentPart(whole)], ["event", jsonPart(stated)], ["event", jsonPart(stated)]),
      "2 event parts",
    ],
    [
      "an event part that is not JSON",
      () => withParts(["segment", segmentPart(whole)], ["event", "{"]),
      "not JSON",
    ],
    ["an event part of the wrong kind", () => replayForm(whole, "text"), "expected object"],
    ["an empty segment", () => replayForm(new Uint8Array(0), stated), "got 0 bytes"],
    ["random bytes", () => replayForm(Uint8Array.from([1, 2, 3, 4]), stated), "begin 01020304"],
    ["plain JSON", () => replayForm(new TextEncoder().encode(text), stated), "expected a zlib stream"],
    ["a segment cut in half", () => replayForm(whole.slice(0, whole.length / 2), stated), "ends early"],
    ["a segment without its trailer", () => replayForm(whole.slice(0, -6), stated), "ends early"],
    ["a wrong checksum", () => replayForm(corrupt, stated), "checksum"],
    [
      "bytes behind the stream",
      () => replayForm(Uint8Array.from([...whole, 1, 2, 3]), stated),
      "3 bytes follow its zlib stream",
    ],
    [
      "two streams back to back",
      () => replayForm(Uint8Array.from([...whole, ...whole]), stated),
      "bytes follow its zlib stream",
    ],
    ["a stream of no JSON", () => packed("no JSON"), "its text is not one JSON object"],
    ["a stream of a JSON list", () => packed("[]"), "its text has no list of records"],
    ["a stream of two JSON objects", () => packed(text + text), "its text is not one JSON object"],
    ["a stream of no UTF-8", () => packed(Buffer.from([0xff, 0xfe])), "its text is not one JSON object"],
    [
      "a stream of deep nesting",
      () => packed(`{"records":${"[".repeat(200_000)}`),
      "its text is not one JSON object",
    ],
    [
      "a stream of JSON nested too deep",
      () => packed(`{"records":[${"[".repeat(2000)}${"]".repeat(2000)}]}`),
      "it is nested more than 2000 deep",
    ],
    [
      "a stream of too many values",
      () => packed(`{"records":[${"0,".repeat(4_000_000)}0]}`),
      "it has more than 4000000 values",
    ],
    [
      "an event part nested too deep",
      () => withParts(["segment", segmentPart(whole)], ["event", `${"[".repeat(9000)}${"]".repeat(9000)}`]),
      "the event part is not JSON: it is nested more than 20 deep",
    ],
    ["a stream of JSON without records", () => packed("{}"), "its text has no list of records"],
    ["a text that is cut", () => packed(text.slice(0, -20)), "its text is not one JSON object"],
    [
      "another session in the text",
      () => altered({ session: { id: "session-2" } }),
      'session.id is "session-2", but "session-1" in the segment itself',
    ],
    ["another view in the text", () => altered({ view: { id: "view-2" } }), "view.id"],
    ["another application in the text", () => altered({ application: { id: "other" } }), "application.id"],
    [
      "another start in the text",
      () => altered({ start: 1_700_000_000_001 }),
      "start is 1700000000001, but 1700000000000",
    ],
    ["another end in the text", () => altered({ end: 1_700_000_000_501 }), "end is"],
    ["another index in the text", () => altered({ index_in_view: 4 }), "index_in_view is 4, but 0"],
    [
      "another flag in the text",
      () => altered({ has_full_snapshot: true }),
      "has_full_snapshot is true, but false",
    ],
    [
      "another source in the text",
      () => altered({ source: "android" }),
      'source is "android", but "browser"',
    ],
    ["another number of records", () => altered({ records_count: 3 }), "records_count is 3, but it has 2"],
    [
      "another compressed size",
      () => altered({ compressed_segment_size: 1 }),
      "compressed_segment_size is 1, but it has",
    ],
    ["another raw size", () => altered({ raw_segment_size: 1 }), "raw_segment_size is 1, but it has"],
    [
      "no session",
      () => altered({ session: undefined }),
      "session: Invalid input: expected object, received undefined, got nothing",
    ],
    ["an id that is no id", () => altered({ view: { id: "a b" } }), "view.id: expected an id"],
    ["an id that is too long", () => altered({ view: { id: "x".repeat(129) } }), "view.id: expected an id"],
    ["a time that is no time", () => altered({ start: -1 }), "start: "],
    ["a time without end", () => altered({ end: 1e300 }), "end: "],
    ["an index that is none", () => altered({ index_in_view: 1.5 }), "index_in_view: "],
    ["an index beyond 32 bits", () => altered({ index_in_view: 2 ** 32 }), "index_in_view: "],
  ];

  test.each(cases)("%s", async (_name, body, expected) => {
    const { post, isEmpty } = await openIntake();
    const { status, json } = await post(REPLAY, body());
    const { errors } = json as { errors: string[] };
    expect(status).toBe(400);
    expect(errors.join("\n")).toContain(expected);
    expect(await isEmpty()).toBe(true);
    expect(await isEmpty("session-2")).toBe(true);
  });

  test("all faults of an upload are named, and a long list is cut", async () => {
    const { post } = await openIntake();
    const two = await post(REPLAY, altered({ start: 1, session: { id: "s" } }));
    expect(two.json).toMatchObject({
      errors: [expect.stringContaining("session.id"), expect.stringContaining("start")],
    });

    const many = new FormData();
    many.append("event", jsonPart(Array.from({ length: 30 }, () => metadata({ start: -1 }))));
    for (let at = 0; at < 30; at += 1)
      many.append("segment", segmentPart(Uint8Array.from([at])), `file${at}`);
    const { errors } = (await post(REPLAY, many)).json as { errors: string[] };
    expect(errors).toHaveLength(21);
    expect(errors.at(-1)).toBe("and 40 more errors");
  });

  test("whatever is damaged in a multipart body, nothing but the true segment is ever stored", async () => {
    const { post, segments } = await openIntake();
    const request = new Request("http://localhost/", { method: "POST", body: replayForm() });
    const headers = { "content-type": request.headers.get("content-type") ?? "" };
    const body = new Uint8Array(await request.arrayBuffer());
    const sha256 = createHash("sha256").update(whole).digest("hex");
    const damage = record({
      at: nat(body.length - 1),
      remove: nat(body.length),
      insert: uint8Array({ maxLength: 8 }),
    });
    await assert(
      asyncProperty(damage, async ({ at, remove, insert }) => {
        const before = (await segments()).map((segment) => segment.sha256);
        const damaged = Uint8Array.from([...body.subarray(0, at), ...insert, ...body.subarray(at + remove)]);
        const { status } = await post(REPLAY, damaged, headers);
        // Damage to what nobody reads, such as a file name, is no fault.
        const stored = (await segments()).map((segment) => segment.sha256);
        expect([202, 400]).toContain(status);
        expect(stored).toEqual(status === 202 ? [sha256] : before);
      }),
      { numRuns: 200 },
    );
    // Hundreds of uploads, of which many wait for the disk.
  }, 120_000);
});
