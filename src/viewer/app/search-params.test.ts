import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "./search-params.ts";

test("values are plain texts in the address, and what is not there leaves no trace", () => {
  const text = stringifySearch({
    q: 'say "hi" & go',
    ts: 1_700_000_000_000,
    from: undefined,
    env: "",
    errors: "1",
  });
  expect(text).toBe("?q=say+%22hi%22+%26+go&ts=1700000000000&errors=1");
  expect(parseSearch(text)).toEqual({ q: 'say "hi" & go', ts: "1700000000000", errors: "1" });
});

test("without values there is no question mark", () => {
  expect(stringifySearch({ q: undefined })).toBe("");
  expect(parseSearch("")).toEqual({});
});

test("what looks like JSON stays what was typed", () => {
  expect(parseSearch(stringifySearch({ q: "[1]" }))).toEqual({ q: "[1]" });
  expect(parseSearch("?q=true&user=12")).toEqual({ q: "true", user: "12" });
});
