import { readdirSync, readFileSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { read, readText, record, sample, sampleRecords, segment } from "./read-segment.fixture.ts";

const RECORDINGS = "e2e/fixtures/recordings";
const recorded = readdirSync(RECORDINGS).flatMap((name) =>
  readdirSync(`${RECORDINGS}/${name}/segments`)
    .filter((file) => file.endsWith(".bin"))
    .map((file) => ({
      file: `${name}/${file}`,
      bytes: readFileSync(`${RECORDINGS}/${name}/segments/${file}`),
    })),
);
const codes = (answer: Awaited<ReturnType<typeof read>>) =>
  answer.diagnostics.map(({ code, count }) => `${code} ${count}`);

test.each(recorded)("reads $file as recorded", async ({ bytes }) => {
  const text = inflateSync(bytes);
  const { records, ...metadata } = JSON.parse(text.toString()) as Record<string, unknown>;
  expect(await read(bytes)).toEqual({
    records,
    metadata: [metadata],
    rawBytes: text.length,
    diagnostics: [],
    intact: true,
  });
});

describe("forms of a segment", () => {
  const whole = { records: sampleRecords, intact: true, diagnostics: [] };

  test("plain JSON, with blanks or a byte order mark before it", async () => {
    expect(await readText(sample)).toMatchObject(whole);
    expect(await readText(`\r\n \t${sample}`)).toMatchObject(whole);
    expect(await readText(`\ufeff${sample}`)).toMatchObject(whole);
  });

  test("JSON on many lines", async () => {
    expect(await readText(JSON.stringify(JSON.parse(sample), null, 2))).toMatchObject(whole);
  });

  test("several streams, several objects: all records in order, the objects' other keys in order", async () => {
    const one = JSON.stringify({ records: [record(1), record(2)], index_in_view: 0 });
    const two = JSON.stringify({ records: [record(3)], index_in_view: 1 });
    const expected = {
      records: [record(1), record(2), record(3)],
      metadata: [{ index_in_view: 0 }, { index_in_view: 1 }],
      intact: true,
    };
    expect(await read(Buffer.concat([deflateSync(`${one}\n`), deflateSync(`${two}\n`)]))).toMatchObject(
      expected,
    );
    expect(await read(deflateSync(`${one}\n\n${two}`))).toMatchObject(expected);
    expect(await readText(`[${one},\n${two}]`)).toMatchObject(expected);
  });

  test("a list of records has no metadata", async () => {
    const answer = await readText(JSON.stringify([record(1), record(2)]));
    expect(answer).toMatchObject({ records: [record(1), record(2)], metadata: [], intact: true });
  });

  test("a line feed behind the stream is part of it", async () => {
    expect(await read(Buffer.concat([deflateSync(sample), Buffer.from("\n")]))).toMatchObject(whole);
  });

  test("an object without records in it is empty, not damaged", async () => {
    expect(await readText(segment())).toMatchObject({
      records: [],
      metadata: [{ source: "browser" }],
      intact: true,
    });
  });
});

describe("damaged streams", () => {
  test("a stream without its trailer gives everything and says so", async () => {
    const answer = await read(deflateSync(sample).subarray(0, -6));
    expect(answer).toMatchObject({ records: sampleRecords, intact: false });
    expect(codes(answer)).toEqual(["segment-truncated 1"]);
  });

  test("a segment cut in half gives the records before the cut, dated by the last of them", async () => {
    const stream = deflateSync(sample);
    const answer = await read(stream.subarray(0, stream.length / 2), { segmentIndex: 3 });
    const { length } = answer.records;
    expect(length).toBeGreaterThan(1);
    expect(answer.records).toEqual(sampleRecords.slice(0, length));
    expect(answer.diagnostics).toMatchObject([
      { code: "segment-truncated", segmentIndex: 3, start: sampleRecords[length - 1]?.timestamp },
    ]);
  });

  test("a wrong checksum loses nothing, nor does the stream after it", async () => {
    const wrong = deflateSync(segment(record(1)) + "\n");
    wrong[wrong.length - 1] = (wrong[wrong.length - 1] ?? 0) ^ 1;
    const answer = await read(Buffer.concat([wrong, deflateSync(segment(record(2)))]));
    expect(answer).toMatchObject({ records: [record(1), record(2)], intact: false });
    expect(codes(answer)).toEqual(["segment-truncated 1"]);
  });

  test("an absent checksum does not swallow the head of the next stream", async () => {
    const bare = deflateSync(segment(record(1)) + "\n").subarray(0, -4);
    const answer = await read(Buffer.concat([bare, deflateSync(segment(record(2)))]));
    expect(answer).toMatchObject({ records: [record(1), record(2)], intact: false });
  });

  test("bytes behind the stream are left out and reported", async () => {
    const answer = await read(Buffer.concat([deflateSync(sample), Buffer.from("???")]));
    expect(answer).toMatchObject({ records: sampleRecords, intact: false });
    expect(codes(answer)).toEqual(["segment-truncated 1"]);
  });

  test.each(["", "<html>", "\x1f\x8b\x08", "null", "7"])("%j is unreadable", async (text) => {
    const answer = await read(Buffer.from(text, "latin1"));
    expect(answer).toMatchObject({ records: [], metadata: [], intact: false });
    expect(codes(answer)).toEqual(["segment-unreadable 1"]);
  });
});

describe("damaged texts", () => {
  test("a time that no event could have counts as none", async () => {
    const answer = await readText(segment(record(1), record(2 ** 45), record(-(2 ** 60)), record(2)));
    expect(answer).toMatchObject({ records: [record(1), record(2)] });
    expect(codes(answer)).toEqual(["record-malformed 2"]);
  });

  test("records without type or time are counted, the others delivered", async () => {
    const answer = await readText(
      segment(record(1), null, { type: 3 }, { timestamp: 4 }, record(5), [record(6)]),
    );
    expect(answer).toMatchObject({ records: [record(1), record(5)], intact: true });
    expect(codes(answer)).toEqual(["record-malformed 4"]);
  });

  test("records that are not valid JSON are counted, the others delivered with the metadata", async () => {
    const answer = await readText(
      `{"records":[{"type":7,"timestamp":1},{"type":7,"timestamp":},{"type":7,"timestamp":3},{nonsense}],"start":1}`,
    );
    expect(answer).toMatchObject({
      records: [record(1), record(3)],
      metadata: [{ start: 1 }],
      intact: false,
    });
    expect(codes(answer)).toEqual(["record-malformed 2", "segment-truncated 1"]);
  });

  test("a damaged object among several does not harm the others", async () => {
    const lines = [segment(record(1)), segment(record(2)).slice(0, -30), segment(record(3))];
    const answer = await readText(lines.join("\n"));
    expect(answer.records).toEqual([record(1), record(3)]);
    expect(answer.intact).toBe(false);
  });

  test("a list of segments that is cut gives the whole records of the last one too", async () => {
    const text = `[${segment(record(1))},${segment(record(2), record(3))}]`;
    expect((await readText(text.slice(0, text.indexOf("3}") + 1))).records).toEqual([record(1), record(2)]);
  });

  test("text outside the ASCII range comes through, also where it is cut inside a character", async () => {
    const bytes = Buffer.from(segment({ ...record(1), data: "grün €" }, { ...record(2), data: "€" }));
    const cut = bytes.subarray(0, bytes.lastIndexOf(Buffer.from("€")) + 1);
    expect((await read(cut)).records).toEqual([{ ...record(1), data: "grün €" }]);
  });

  test("keys with a meaning in JavaScript stay data", async () => {
    const text = `{"__proto__":{"polluted":true},"records":[${JSON.stringify(record(1))}],"x":`;
    const [metadata] = (await readText(text)).metadata;
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(Object.keys(metadata ?? {})).toEqual(["__proto__"]);
  });
});

describe("hostile segments", () => {
  test("what inflates beyond the bound is not read, also when each stream stays below it", async () => {
    const bomb = deflateSync(Buffer.alloc(1 << 24, 0x20));
    const half = deflateSync(segment(record(1)).padEnd(600));
    for (const bytes of [bomb, Buffer.concat([half, half]), Buffer.from(segment().padEnd(1001))]) {
      const answer = await read(bytes, { maxInflatedBytes: 1000 });
      expect(answer).toMatchObject({
        records: [],
        intact: false,
        diagnostics: [{ code: "segment-unreadable" }],
      });
    }
  });

  test("nesting of 300,000 levels, closed or not, is read or refused", async () => {
    const deep = "[".repeat(300_000);
    for (const value of [deep, deep + deep.replaceAll("[", "]"), '{"a":'.repeat(300_000)]) {
      const answer = await readText(`{"records":[${JSON.stringify(record(1))},{"type":1,"data":${value}`);
      expect(answer.records).toEqual([record(1)]);
      expect(await readText(value)).toMatchObject({ records: [] });
    }
  });

  test("a record that nests absurdly deep is counted, the others delivered", async () => {
    const deep = { ...record(2), data: "@" };
    const text = segment(record(1), deep, record(3)).replace(
      '"@"',
      "[".repeat(600_000) + "]".repeat(600_000),
    );
    const answer = await readText(text);
    expect(answer.records).toEqual([record(1), record(3)]);
    expect(codes(answer)).toEqual(["record-malformed 1", "segment-truncated 1"]);
  });

  test("a string of many megabytes, full of escapes, is cut in time that grows with its length", async () => {
    const text = `{"records":[${JSON.stringify(record(1))},{"data":"${String.raw`\\\"`.repeat(4_000_000)}`;
    expect((await readText(text)).records).toEqual([record(1)]);
  });

  test("of millions of broken records only so many are tried", async () => {
    const answer = await readText(`{"records":[${JSON.stringify(record(1))}${",{x}".repeat(1_000_000)}]}`);
    expect(answer.records).toEqual([record(1)]);
    expect(answer.diagnostics).toMatchObject([{ code: "record-malformed", count: 1_000_000 }, {}]);
  });
});
