import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { RawRecord } from "../record/raw-record.ts";
import { createTimelineBuilder } from "./timeline-builder.ts";

/** The records of a recorded view. */
const view = (name: string, place: number) => {
  const folder = `e2e/fixtures/recordings/${name}/segments`;
  const count = readdirSync(folder).filter((file) => new RegExp(`^${place}-\\d+\\.bin$`).test(file)).length;
  return Array.from({ length: count }, (_, i) =>
    inflateSync(readFileSync(`${folder}/${place}-${i}.bin`)),
  ).flatMap((text) => (JSON.parse(text.toString()) as { records: RawRecord[] }).records);
};

/** How many facts of each kind it has. */
const kinds = (name: string, place: number) => {
  const counts: Record<string, number> = {};
  const builder = createTimelineBuilder((id) => `node ${id}`);
  for (const record of view(name, place)) builder.add(record);
  for (const { kind } of builder.facts()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

describe("recordings", () => {
  // The two were recorded by the same script, one in each format.
  test.each(["shop-checkout-v6", "shop-checkout-v7"])(
    "%s: the checkout is filled in field by field",
    (name) => {
      expect(kinds(name, 5)).toEqual({ navigation: 1, click: 14, scroll: 3, input: 10 });
    },
  );

  test("shoelace-v5: a dead click that the SDK reported", () => {
    expect(kinds("shoelace-v5", 0)).toMatchObject({ frustration: 1 });
  });
});
