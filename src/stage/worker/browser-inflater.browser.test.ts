import { describe, expect, test } from "vitest";
import { inflaterCases } from "../../replay/segment/inflater-contract.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createBrowserInflater } from "./browser-inflater.ts";

const inflater = createBrowserInflater();
const MAX = 1 << 26;

/** Text that deflates to several of the pieces which the inflater writes. */
const records = Array.from({ length: 20_000 }, (_, i) => ({
  type: 7,
  timestamp: 1754000000000 + i,
  data: `${(i * 7919) % 10_007} ${(i * i) % 65_537} ü€😀`,
}));
const text = new TextEncoder().encode(JSON.stringify({ records }));

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const join = async (...parts: readonly Uint8Array<ArrayBuffer>[]) =>
  new Uint8Array(await new Blob([...parts]).arrayBuffer());

/** By hand: the matchers take seconds for a megabyte. */
const areEqual = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

describe("the contract of inflaters", () => {
  test.each(inflaterCases())("$name", async ({ input, maxBytes, expected }) => {
    expect(await inflater.inflate(input, maxBytes)).toEqual(expected);
  });
});

test("a stream of several hundred kilobytes, alone, followed and cut", async () => {
  const stream = await deflate(text);
  expect(stream.length).toBeGreaterThan(2 * 65_536);
  for (const input of [stream, await join(stream, stream)]) {
    const { bytes, consumed, outcome } = await inflater.inflate(input, MAX);
    expect({ consumed, outcome }).toEqual({ consumed: stream.length, outcome: "complete" });
    expect(areEqual(bytes, text)).toBe(true);
  }
  const cut = await inflater.inflate(stream.subarray(0, 100_000), MAX);
  expect(cut.outcome).toBe("truncated");
  expect(cut.bytes.length).toBeGreaterThan(100_000);
  expect(areEqual(cut.bytes, text.subarray(0, cut.bytes.length))).toBe(true);
});

test("a stream that would inflate a thousandfold is given up at the bound", async () => {
  const bomb = await deflate(new Uint8Array(1 << 26));
  expect(await inflater.inflate(bomb, 1 << 20)).toMatchObject({
    outcome: "too-large",
    bytes: new Uint8Array(),
  });
  expect((await inflater.inflate(bomb, 1 << 26)).outcome).toBe("complete");
});

test("streams inflated at the same time do not disturb each other", async () => {
  const streams = await Promise.all([1, 2, 3, 4].map((n) => deflate(text.slice(0, n * 100_000))));
  const inflated = await Promise.all(streams.map((stream) => inflater.inflate(stream, MAX)));
  expect(inflated.map(({ bytes }) => bytes.length)).toEqual([100_000, 200_000, 300_000, 400_000]);
});

test("reads segments: whole, in several streams, and cut", async () => {
  const options = { maxInflatedBytes: MAX };
  const stream = await deflate(text);
  const whole = await readSegment(stream, inflater, options);
  expect(whole.intact).toBe(true);
  expect(JSON.stringify({ records: whole.records })).toBe(JSON.stringify({ records }));

  const halves = await Promise.all([deflate(text.slice(0, 500_000)), deflate(text.slice(500_000))]);
  const several = await readSegment(await join(...halves), inflater, options);
  expect(several.intact).toBe(true);
  expect(JSON.stringify(several.records)).toBe(JSON.stringify(records));

  const cut = await readSegment(stream.subarray(0, 100_000), inflater, options);
  expect(cut.records.length).toBeGreaterThan(1000);
  expect(JSON.stringify(cut.records)).toBe(JSON.stringify(records.slice(0, cut.records.length)));
  expect(cut.diagnostics).toMatchObject([{ code: "segment-truncated" }]);
});
