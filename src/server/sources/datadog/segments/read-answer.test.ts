import { deflateSync, gzipSync, inflateSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ANSWER_SHAPES,
  type AnswerShape,
  shapedAnswer,
  TOKEN_PLACES,
  type TokenPlace,
} from "../../../../../e2e/datadog/answer-shapes.ts";
import { readSession } from "../../../../../e2e/datadog/recorded-session.ts";
import { createNodeInflater } from "../../../inflate/node-inflater.ts";
import { readAnswer } from "./read-answer.ts";
import type { ReadContext } from "./shapes/shape.ts";
import { UnreadableAnswerError } from "./unreadable-answer.ts";

const { segments } = readSession("shop-checkout-v7");
const view = segments[1]?.viewId ?? "";
const sent = segments.filter(({ viewId }) => viewId === view);

const context: ReadContext = {
  inflater: createNodeInflater(),
  maxInflatedBytes: 64 * 1024 * 1024,
  fetchAddress: async (address) => {
    const index = Number(address.split("/").at(-1));
    const segment = sent.find((each) => each.index === index);
    if (segment === undefined) throw new Error(`no ${address}`);
    return segment.bytes;
  },
  signal: new AbortController().signal,
};

const page = (shape: AnswerShape, token: TokenPlace = "meta.page.after", next?: string) =>
  shapedAnswer(sent, {
    shape,
    token,
    next,
    address: new URL("https://api.datadoghq.eu/api/v2/rum/replay/sessions/s/views/v/segments?source=blob"),
    addressOf: ({ index }) => `https://blobs.datadoghq.eu/${index}`,
  });

const read = (body: Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  readAnswer({ headers: new Headers(headers), bytes: body }, context);

const NONE = new Uint8Array();

const recordsIn = (bytes: Uint8Array) =>
  (JSON.parse(inflateSync(bytes).toString()) as { records: unknown[] }).records;

/** What each form is called, and whether recorded bytes can be kept in it. */
const CALLED: Readonly<Record<AnswerShape, { readonly name: string; readonly keepsBytes: boolean }>> = {
  "JSON:API records": { name: "JSON:API with records", keepsBytes: false },
  "JSON:API base64": { name: "JSON:API with base64", keepsBytes: true },
  "JSON:API addresses": { name: "JSON:API with addresses", keepsBytes: true },
  "JSON array": { name: "JSON array with records", keepsBytes: false },
  "JSON array of records": { name: "JSON array of records", keepsBytes: false },
  lines: { name: "lines", keepsBytes: false },
  "lines under deflate": { name: "deflate: lines", keepsBytes: false },
  "lines under raw deflate": { name: "lines", keepsBytes: false },
  "lines under gzip": { name: "lines", keepsBytes: false },
  "concatenated zlib": { name: "concatenated zlib streams", keepsBytes: true },
  "concatenated zlib under gzip": { name: "concatenated zlib streams", keepsBytes: true },
  "one zlib stream": { name: "deflate: lines", keepsBytes: false },
  "merged without end": { name: "deflate: lines", keepsBytes: false },
};

describe("an answer with segments", () => {
  it.each(ANSWER_SHAPES.filter((shape) => shape !== "JSON array of records"))(
    "is read as %s",
    async (shape) => {
      const { body, headers } = page(shape);
      const answer = await read(body, headers);
      const { name, keepsBytes } = CALLED[shape];
      expect(answer).toMatchObject({ shape: name, isCut: false, next: undefined });
      expect(
        answer.segments.map(({ index, start, end, viewId, hasFullSnapshot }) => ({
          index,
          start,
          end,
          viewId,
          hasFullSnapshot,
        })),
      ).toEqual(
        sent.map(({ index, start, end, viewId }) => ({
          index,
          start,
          end,
          viewId,
          hasFullSnapshot: index === 0,
        })),
      );
      expect(answer.segments.map(({ bytes }) => recordsIn(bytes))).toEqual(
        sent.map(({ bytes }) => recordsIn(bytes)),
      );
      const areRecorded = answer.segments.every(
        ({ bytes }, at) => Buffer.compare(bytes, sent[at]?.bytes ?? NONE) === 0,
      );
      expect(areRecorded).toBe(keepsBytes);
    },
  );

  it("is one segment where there are records only", async () => {
    const { body, headers } = page("JSON array of records");
    const answer = await read(body, headers);
    const records = sent.flatMap(({ bytes }) => recordsIn(bytes));
    expect(answer).toMatchObject({ shape: "JSON array of records", isCut: false });
    expect(answer.segments).toHaveLength(1);
    expect(answer.segments[0]).toMatchObject({
      index: undefined,
      records: records.length,
      hasFullSnapshot: true,
    });
    expect(recordsIn(answer.segments[0]?.bytes ?? new Uint8Array())).toEqual(records);
  });

  it.each(ANSWER_SHAPES.flatMap((shape) => TOKEN_PLACES.map((token) => [shape, token] as const)))(
    "as %s has its paging token in %s",
    async (shape, token) => {
      const { body, headers } = page(shape, token, "the next=one&");
      expect((await read(body, headers)).next).toBe("the next=one&");
    },
  );

  it("may be empty, and says so", async () => {
    expect(await read(new Uint8Array())).toMatchObject({ segments: [], shape: "nothing" });
    expect(await read(Buffer.from('{"data":[]}'))).toMatchObject({ segments: [], shape: "JSON:API, empty" });
    expect(await read(Buffer.from("[]"))).toMatchObject({ segments: [], shape: "JSON array, empty" });
  });

  it.each([
    ["a web page", Buffer.from("<!doctype html><title>Sign in</title>")],
    ["JSON without segments", Buffer.from('{"status":"ok"}')],
    ["a list of something else", Buffer.from('[{"name":"x"}]')],
    ["bytes", Buffer.from([0, 1, 2, 3])],
    ["compressed bytes that are nothing", deflateSync(Buffer.from("hello"))],
  ])("ends in an error that shows it where it is %s", async (_what, body) => {
    const reading = read(body, {
      "Content-Type": "text/x-odd",
      "X-RateLimit-Limit": "7",
      "Set-Cookie": "secret=1",
    });
    const error = await reading.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableAnswerError);
    const { message } = error as UnreadableAnswerError;
    expect(message).toContain("text/x-odd");
    expect(message).toContain(`${body.length} bytes`);
    expect(message).toContain("x-ratelimit-limit: 7");
    expect(message).toContain(
      Array.from(body.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" "),
    );
    expect(message).not.toContain("secret");
  });

  it.each(ANSWER_SHAPES)("as %s that breaks off is not taken for whole", async (shape) => {
    const { body, headers } = page(shape);
    const half = body.subarray(0, Math.floor(body.length * 0.6));
    const answer = await read(half, headers).catch((error: unknown) => error);
    // As a page with what is whole, or as an error: that its end is missing is said.
    expect(answer).toMatchObject({ isCut: true });
  });

  it("keeps the whole segments of lines that break off", async () => {
    const { body } = page("lines");
    const [first = ""] = sent.map(({ text }) => text);
    const answer = await read(body.subarray(0, Buffer.byteLength(first) + 100));
    expect(answer.segments.map(({ index }) => index)).toEqual([0]);
    expect(answer.isCut).toBe(true);
  });

  it("is never read for ever, nor taken for nothing", { timeout: 60_000 }, async () => {
    const bodies = ANSWER_SHAPES.map((shape) => page(shape).body);
    const damaged = fc
      .tuple(
        fc.constantFrom(...bodies),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
      )
      .map(([body, changes, cut]) => {
        const bytes = Uint8Array.from(
          body.subarray(0, cut % 3 === 0 ? cut % (body.length + 1) : body.length),
        );
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes;
      });
    const packed = fc
      .uint8Array({ maxLength: 64 })
      .chain((bytes) =>
        fc.constantFrom(bytes, Uint8Array.from(deflateSync(bytes)), Uint8Array.from(gzipSync(bytes))),
      );
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) => new TextEncoder().encode(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, packed, json), async (bytes) => {
        const answer = await read(bytes).catch((error: unknown) => error);
        if (answer instanceof Error) return;
        const { segments: found, shape, isCut } = answer as Awaited<ReturnType<typeof read>>;
        const isSaid =
          found.length > 0 || isCut || shape === "nothing" || shape.includes("empty") || shape === "lines";
        expect(isSaid ? "" : shape).toBe("");
        for (const { bytes: stream } of found) expect(stream.length).toBeGreaterThan(2);
      }),
      { numRuns: 300 },
    );
  });
});
