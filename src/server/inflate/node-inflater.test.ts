import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inflaterCases } from "../../replay/segment/inflater-contract.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createNodeInflater } from "./node-inflater.ts";

const inflater = createNodeInflater();
const recorded = (name: string) => readFileSync(`e2e/fixtures/recordings/shoelace-v7/segments/${name}.bin`);
const read = (bytes: Uint8Array) => readSegment(bytes, inflater, { maxInflatedBytes: 1 << 24 });

describe("the contract of inflaters", () => {
  test.each(inflaterCases())("$name", async ({ input, maxBytes, expected }) => {
    expect(await inflater.inflate(input, maxBytes)).toEqual(expected);
  });
});

test("a stream that would inflate a thousandfold is given up at the bound", async () => {
  const bomb = deflateSync(Buffer.alloc(1 << 26));
  const { outcome, bytes } = await inflater.inflate(bomb, 1 << 20);
  expect([outcome, bytes.length]).toEqual(["too-large", 0]);
});

test("any bound is taken, also one beyond what Node can allocate", async () => {
  for (const maxBytes of [Number.MAX_SAFE_INTEGER, Infinity]) {
    expect((await inflater.inflate(deflateSync("text"), maxBytes)).outcome).toBe("complete");
  }
});

test("reads recorded segments, alone and back to back", async () => {
  const one = await read(recorded("0-0"));
  const two = await read(recorded("0-1"));
  const both = await read(Buffer.concat([recorded("0-0"), recorded("0-1")]));
  expect([one.intact, two.intact, both.intact]).toEqual([true, true, true]);
  expect(one.records.length).toBeGreaterThan(1);
  expect(both.records).toEqual([...one.records, ...two.records]);
  expect(both.metadata.map(({ index_in_view }) => index_in_view)).toEqual([0, 1]);
});
