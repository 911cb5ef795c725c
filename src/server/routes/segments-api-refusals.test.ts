import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hintsAt, longestView, putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);
const KEYS = { "DD-API-KEY": "any", "DD-APPLICATION-KEY": "any" };
const PATH = `/api/v2/rum/replay/sessions/${sessionId}/views/${viewId}/segments`;

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
  await test.store.events.putSegments(sent, hintsAt(0));
});
afterEach(() => test.close());

const ask = (query = "", headers: Record<string, string> = KEYS) =>
  test.app.request(`${PATH}${query}`, { headers });

async function errorsOf(response: Response): Promise<readonly string[]> {
  const body = (await response.json()) as { readonly errors: readonly string[] };
  expect(Object.keys(body)).toEqual(["errors"]);
  return body.errors;
}

/** The token after the first segment. */
async function after(query: string): Promise<string> {
  const answer = (await (await ask(`?max_list_size=1${query}`)).json()) as {
    readonly meta: { readonly page: { readonly after?: string } };
  };
  return answer.meta.page.after ?? "";
}

const limits = (response: Response) =>
  ["Limit", "Period", "Remaining", "Name"].map((name) => response.headers.get(`X-RateLimit-${name}`));

const statusUnder = async ({ app }: TestApp, host: string) =>
  (await app.request(`http://${host}${PATH}`, { headers: KEYS })).status;

describe("requests that the API refuses", () => {
  it.each([
    "source=s3",
    "source=",
    "ts=yesterday",
    "ts=-1",
    "ts=1.5",
    "max_list_size=0",
    "max_list_size=-5",
    "max_list_size=10kB",
    "paging=",
    "paging=abc",
    "paging=abc.def",
  ])("400 for %s, naming the parameter", async (query) => {
    const response = await ask(`?${query}`);
    expect(response.status).toBe(400);
    expect((await errorsOf(response))[0]).toMatch(new RegExp(`^${query.split("=")[0]}: `));
  });

  it("400 for a token of another view, source or server", async () => {
    await putRecorded(test.store, shop);
    const token = await after("");
    const other = shop.viewIds.find((id) => id !== viewId) ?? "";
    const elsewhere = await openTestApp();
    await elsewhere.store.events.putSegments(sent, hintsAt(0));
    const answers = await Promise.all([
      test.app.request(`${PATH.replace(viewId, other)}?paging=${token}`, { headers: KEYS }),
      ask(`?source=event_platform&paging=${token}`),
      ask(`?paging=${await after("&source=event_platform")}`),
      elsewhere.app.request(`${PATH}?paging=${token}`, { headers: KEYS }),
    ]);
    await elsewhere.close();
    expect(answers.map((response) => response.status)).toEqual([400, 400, 400, 400]);
    expect((await ask(`?paging=${token}`)).status).toBe(200);
  });

  it("401 without keys, although any will do", async () => {
    const response = await ask("", {});
    expect(response.status).toBe(401);
    expect((await errorsOf(response))[0]).toContain("DD-API-KEY");
    expect((await ask("", { "DD-API-KEY": "only" })).status).toBe(401);
  });

  it("403 for wrong keys, before it says whether there is such a view", async () => {
    const guarded = await openTestApp({ access: { apiKeys: { apiKey: "api", appKey: "app" } } });
    const status = async (apiKey: string, appKey: string) => {
      const headers = { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey };
      return (await guarded.app.request(PATH, { headers })).status;
    };
    expect(await status("api", "wrong")).toBe(403);
    expect(await status("wrong", "app")).toBe(403);
    expect(await status("api", "app")).toBe(404);
    await guarded.close();
  });

  it("429 over the limit, with the headers that say when to come back", async () => {
    const limited = await openTestApp({ rateLimit: { requests: 2, seconds: 60 } });
    await limited.store.events.putSegments(sent, hintsAt(0));
    const request = (key: string) => limited.app.request(PATH, { headers: { ...KEYS, "DD-API-KEY": key } });
    const first = await request("a");
    expect(limits(first)).toEqual(["2", "60", "1", "rum_replay_segments"]);
    expect(Number(first.headers.get("X-RateLimit-Reset"))).toBeGreaterThan(0);
    expect((await request("a")).status).toBe(200);
    const refused = await request("a");
    expect(refused.status).toBe(429);
    expect(limits(refused)).toEqual(["2", "60", "0", "rum_replay_segments"]);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await errorsOf(refused))[0]).toContain("2 requests");
    expect((await request("b")).status).toBe(200);
    await limited.close();
  });

  it("403 for another host's name, where any keys will do", async () => {
    const hosts = new Set(["127.0.0.1"]);
    const open = await openTestApp({ access: { hosts } });
    const keyed = await openTestApp({ access: { hosts, apiKeys: { apiKey: "any", appKey: "any" } } });
    expect(await statusUnder(open, "rebound.example")).toBe(403);
    expect(await statusUnder(open, "127.0.0.1:9")).toBe(404);
    expect(await statusUnder(keyed, "rebound.example")).toBe(404);
    await open.close();
    await keyed.close();
  });
});
