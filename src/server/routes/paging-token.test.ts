import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signPosition, verifyPosition, type Walked } from "./paging-token.ts";

const secret = randomBytes(32);
const position = { sequence: 12, generation: 3, afterIndex: -1 };
const walked: Walked = { sessionId: "s", viewId: "v", storage: undefined };

describe("a paging token", () => {
  it("gives its position back", () => {
    expect(verifyPosition(signPosition(position, walked, secret), walked, secret)).toEqual(position);
  });

  it.each<Walked>([
    { ...walked, sessionId: "other" },
    { ...walked, viewId: "other" },
    { ...walked, storage: "blob" },
    { ...walked, sessionId: "sv", viewId: "" },
  ])("is good for its own walk only, not for %j", (other) => {
    expect(verifyPosition(signPosition(position, walked, secret), other, secret)).toBeNull();
  });

  it("is not made by another server", () => {
    expect(verifyPosition(signPosition(position, walked, randomBytes(32)), walked, secret)).toBeNull();
  });

  it("cannot be altered in its last character, although that may stand for the same bytes", () => {
    const token = signPosition(position, walked, secret);
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("");
    const accepted = letters.filter((last) => verifyPosition(token.slice(0, -1) + last, walked, secret));
    expect(accepted).toEqual([token.at(-1)]);
  });

  it("cannot be altered in its position", () => {
    const [, signed] = signPosition(position, walked, secret).split(".");
    const payload = Buffer.from("[999,3,-1]").toString("base64url");
    expect(verifyPosition(`${payload}.${signed}`, walked, secret)).toBeNull();
  });

  it.each(["", ".", "a", "a.b", "a.b.c", "💥.💥"])("is not %j", (token) => {
    expect(verifyPosition(token, walked, secret)).toBeNull();
  });
});
