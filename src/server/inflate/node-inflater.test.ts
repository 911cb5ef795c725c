import { describe, expect, test } from "vitest";
import { inflaterCases } from "../../replay/segment/inflater-contract.ts";
import { createNodeInflater } from "./node-inflater.ts";

const inflater = createNodeInflater();

describe("the contract of inflaters", () => {
  test.each(inflaterCases())("$name", async ({ input, maxBytes, expected }) => {
    expect(await inflater.inflate(input, maxBytes)).toEqual(expected);
  });
});
