import { describe, expect, it } from "vitest";
import { readRecorded } from "../local/recorded.fixture.ts";
import { NEVER, setUpDatadog } from "./datadog.fixture.ts";

const { sessionId } = readRecorded("shop-checkout-v7");

describe("a Datadog site as a source", () => {
  it("says what may have become of a session that is not there", async () => {
    const { source } = await setUpDatadog();
    await expect(source.getSession("nobody", NEVER)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("30 days") as string,
    });
  });

  it("says of a session what Datadog found out", async () => {
    const { source } = await setUpDatadog({ recordings: ["shop-checkout-v7"] });
    expect((await source.getSession(sessionId, NEVER))?.session).toMatchObject({
      browser: { name: "Chrome", version: "156" },
      os: { name: "Linux" },
      deviceType: "desktop",
      country: "Spain",
      service: "fernwood-shop",
      env: "demo",
      live: false,
    });
  });
});
