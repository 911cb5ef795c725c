import * as fc from "fast-check";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Inflater } from "./inflater.ts";
import { inflater, read, readText, record, sample, sampleRecords, segment } from "./read-segment.fixture.ts";
import { readSegment } from "./read-segment.ts";

describe("for any input", () => {
  test("a text reads the same in any number of streams, cut anywhere", async () => {
    const text = Buffer.from(`${sample}${segment({ ...record(1), data: "ü€😀" })}\n`);
    const expected = await read(text);
    expect(expected.intact).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 6 }), async (places) => {
        const cuts = [0, ...places.toSorted((a, b) => a - b), text.length];
        const streams = cuts.slice(1).map((end, i) => deflateSync(text.subarray(cuts[i], end)));
        expect(await read(Buffer.concat(streams))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("any cut of a text gives exactly the records that are whole in it", async () => {
    const tricky = segment(
      { ...record(1), data: '"}],{\\' },
      { ...record(2), data: ["\\\\", { a: {} }, "\u2028\n"] },
      { ...record(3), data: "ü€😀" },
    );
    const { records } = JSON.parse(tricky) as { records: unknown[] };
    const ends = records.map((_, i) => JSON.stringify({ records: records.slice(0, i + 1) }).length - 2);
    for (let cut = 0; cut < tricky.length; cut++) {
      const answer = await readText(tricky.slice(0, cut));
      expect(answer.records).toEqual(records.slice(0, ends.filter((end) => end <= cut).length));
      expect(answer.intact).toBe(false);
    }
  });

  test("any cut of a stream gives a beginning of its records", async () => {
    const stream = deflateSync(sample);
    await fc.assert(
      fc.asyncProperty(fc.nat(stream.length - 1), async (cut) => {
        const { records, intact } = await read(stream.subarray(0, cut));
        expect(records).toEqual(sampleRecords.slice(0, records.length));
        expect(intact).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("no bytes make it reject, whatever they pretend to be", async () => {
    const prefix = fc.constantFrom("", "\x78\x9c", "{", '{"records":[', "[", '[{"records":[{');
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:\\\n 1')));
    await fc.assert(
      fc.asyncProperty(prefix, fc.array(byte, { maxLength: 200 }), async (start, rest) => {
        const answer = await read(Buffer.concat([Buffer.from(start, "latin1"), Buffer.from(rest)]));
        expect(answer.intact || answer.diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("a changed byte in a stream never goes unnoticed nor makes it reject", async () => {
    const stream = deflateSync(sample);
    await fc.assert(
      fc.asyncProperty(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(stream);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const answer = await read(changed);
        // Some bits of a stream mean nothing: its level, and what fills up the last block's last byte.
        expect(answer.intact).toBe(answer.diagnostics.length === 0);
        expect(answer.intact ? answer.records : sampleRecords).toEqual(sampleRecords);
      }),
      { numRuns: 100 },
    );
  });
});

test("of a great many streams only so many are inflated, and the records in those are read", async () => {
  let asked = 0;
  const counting: Inflater = {
    inflate: (input, maxBytes) => {
      asked++;
      return inflater.inflate(input, maxBytes);
    },
  };
  const empty = deflateSync("");
  const bytes = Buffer.concat([
    deflateSync(segment(record(1))),
    ...Array.from({ length: 100_000 }, () => empty),
  ]);
  const answer = await readSegment(bytes, counting, { maxInflatedBytes: 1 << 20 });
  expect(answer).toMatchObject({ records: [record(1)], intact: false });
  expect(answer.diagnostics).toMatchObject([{ code: "segment-truncated", count: 1 }]);
  expect(asked).toBe(1_000);
});

describe("abort", () => {
  test("before it begins: the inflater is not asked", async () => {
    const signal = AbortSignal.abort(new Error("gone"));
    const asked: Inflater = { inflate: () => Promise.reject(new Error("asked")) };
    const reading = readSegment(deflateSync(sample), asked, { maxInflatedBytes: 1000, signal });
    await expect(reading).rejects.toThrow("gone");
  });

  test("between two streams: the second is not inflated", async () => {
    const controller = new AbortController();
    let calls = 0;
    const aborting: Inflater = {
      inflate: (input, maxBytes) => {
        calls++;
        controller.abort(new Error("gone"));
        return inflater.inflate(input, maxBytes);
      },
    };
    const two = Buffer.concat([deflateSync(sample), deflateSync(sample)]);
    const reading = readSegment(two, aborting, { maxInflatedBytes: 1 << 20, signal: controller.signal });
    await expect(reading).rejects.toThrow("gone");
    expect(calls).toBe(1);
  });
});
