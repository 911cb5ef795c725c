import { assert, json, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBoundedJson } from "./bounded-json.ts";

const BOUNDS = { depth: 3, values: 6 };

describe("JSON within bounds", () => {
  test("is what JSON.parse makes of it", () => {
    assert(
      property(json(), (text) => {
        expect(parseBoundedJson(text, { depth: 100, values: 10_000 })).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each(['"[[[[,,,,,,,,"', '["\\"[[[[", "\\\\"]', '{"[[[[\\\\\\"]]{{{":[[]]}', "[1,2,3,4,5,6]"])(
    "what stands in strings does not count: %s",
    (text) => {
      expect(parseBoundedJson(text, BOUNDS)).toEqual(JSON.parse(text));
    },
  );
});

test.each([
  ["[[[[]]]]", "nested more than 3 deep"],
  ['{"a":[{"b":{}}]}', "nested more than 3 deep"],
  ["[".repeat(1_000_000), "nested more than 3 deep"],
  ["[1,2,3,4,5,6,7]", "more than 6 values"],
  ["[[],[],[],[]]", "more than 6 values"],
  ['["\\\\",[[[', "nested more than 3 deep"],
  ['["open', "JSON"],
  ["", "JSON"],
])("%.20s is refused", (text, message) => {
  expect(() => parseBoundedJson(text, BOUNDS)).toThrow(message);
});
