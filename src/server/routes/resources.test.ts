import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resourcePath } from "../../wire/paths.ts";
import { errorBodySchema } from "../../wire/session.ts";
import { putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

const NEVER = new AbortController().signal;
const shop = readRecorded("shop-checkout-v7");
const applicationId = shop.segments[0]?.meta.applicationId ?? "";
const ID = "64x32-00ff";
const BYTES = new Uint8Array([1, 2, 3]);

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
  await putRecorded(test.store, shop);
});
afterEach(() => test.close());

const put = (resource: { id?: string; contentType?: string; applicationId?: string } = {}) =>
  test.store.resources.put(
    { applicationId, id: ID, contentType: "image/webp", bytes: BYTES, ...resource },
    NEVER,
  );
const ask = (id: string, query = "", session = shop.sessionId) =>
  test.app.request(`${resourcePath(session, id)}${query}`);
const refused = async (response: Response) => [
  response.status,
  errorBodySchema.parse(await response.json()).errors.join("\n"),
];

describe("images that records refer to", () => {
  it("are had through a session of their application, whatever their id", async () => {
    for (const id of [ID, "../a/b?c%20d#é"]) {
      await put({ id });
      const response = await ask(id, "?source=local");
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("image/webp");
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(BYTES);
    }
  });

  it("are inert where they are opened by their address, and kept for good", async () => {
    await put();
    const { headers } = await ask(ID);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*; sandbox/);
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
  });

  it("are not there: by another id, of another application, of no session", async () => {
    await put({ applicationId: "another" });
    const none = [404, `there is no image ${ID} of a session ${shop.sessionId}`];
    expect(await refused(await ask(ID))).toEqual(none);
    await put();
    expect(await refused(await ask(ID, "", "nobody"))).toEqual([
      404,
      `there is no image ${ID} of a session nobody`,
    ]);
    expect((await ask("64x32-00fe")).status).toBe(404);
    expect((await ask("64x32-00fe")).headers.get("cache-control")).toBe("no-store");
    expect((await ask(ID, "?source=datadoghq.eu")).status).toBe(400);
  });

  it("are nothing but raster images", async () => {
    await put({ contentType: "image/svg+xml" });
    expect(await refused(await ask(ID))).toEqual([
      415,
      `resource ${ID} is of type image/svg+xml, which is no image that is shown here`,
    ]);
  });

  it("are the viewer's alone", async () => {
    await put();
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await test.app.request(resourcePath(shop.sessionId, ID), { headers })).status).toBe(403);
  });
});
