import { describe, expect, test } from "vitest";
import { openIntake, replayForm, rumEvent } from "../intake/intake.fixture.ts";

const forward = (address: string) => `/intake?ddforward=${encodeURIComponent(address)}`;
const event = () => JSON.stringify(rumEvent());

describe("client tokens", () => {
  test.each([
    ["the one in the query", forward("/api/v2/rum?dd-api-key=pub1"), 202],
    ["the one in the path", forward("https://host/v1/input/pub2?a=b"), 202],
    ["another", forward("/api/v2/rum?dd-api-key=pub3"), 403],
    ["another in the path", forward("https://host/v1/input/pub3"), 403],
    ["none", "/api/v2/rum", 403],
    ["an empty one", "/api/v2/rum?dd-api-key=", 403],
  ])("%s: %s is answered with %i", async (_name, address, status) => {
    const { post, isEmpty } = await openIntake({ clientTokens: ["pub1", "pub2"] });
    expect((await post(address, event())).status).toBe(status);
    expect(await isEmpty()).toBe(status !== 202);
  });
});

describe("mobile SDKs say in headers", () => {
  test.each([
    ["pub1", 202],
    ["pub3", 403],
    ["", 403],
  ])("their client token: %s is answered with %i", async (token, status) => {
    const { post, isEmpty } = await openIntake({ clientTokens: ["pub1"] });
    const answer = await post("/api/v2/rum?ddsource=ios", event(), { "dd-api-key": token });
    expect(answer.status).toBe(status);
    expect(await isEmpty()).toBe(status !== 202);
  });

  test("their version", async () => {
    const { post, segments } = await openIntake();
    const headers = { "dd-evp-origin": "ios", "dd-evp-origin-version": "2.30.0" };
    expect(await post("/api/v2/replay", replayForm(), headers)).toMatchObject({ status: 202 });
    expect(await segments()).toMatchObject([{ sdkVersion: "2.30.0" }]);
  });
});
