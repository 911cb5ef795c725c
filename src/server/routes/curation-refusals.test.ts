import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

// What the routes for playlists and viewership refuse, and in which words.

const { sessionId, ...shop } = readRecorded("tabs-v7");
const KEYS = { "DD-API-KEY": "any", "DD-APPLICATION-KEY": "any" };
const PLAYLISTS = "/api/v2/rum/replay/playlists";
const WATCHES = `/api/v2/rum/replay/sessions/${sessionId}/watches`;
const HISTORY = "/api/v2/rum/replay/viewership-history/sessions";

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
  await putRecorded(test.store, { sessionId, ...shop });
});
afterEach(() => test.close());

async function refusal(response: Response) {
  const body = (await response.json()) as { readonly errors: readonly string[] };
  expect(Object.keys(body)).toEqual(["errors"]);
  return { status: response.status, errors: body.errors };
}

const send = (method: string, path: string, body: unknown, type = "application/json") =>
  test.app.request(path, {
    method,
    headers: { ...KEYS, "Content-Type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const playlist = (attributes: object, type = "rum_replay_playlist") => ({ data: { type, attributes } });
const watch = (attributes: object) => ({
  data: {
    type: "rum_replay_watch",
    attributes: {
      application_id: "a",
      event_id: "e",
      timestamp: "2026-01-31T12:00:00Z",
      ...attributes,
    },
  },
});

describe("what is refused of playlists and viewership", () => {
  it.each([
    [PLAYLISTS, playlist({}), "data.attributes.name: "],
    [PLAYLISTS, playlist({ name: " " }), "data.attributes.name: "],
    [PLAYLISTS, playlist({ name: 5 }), "data.attributes.name: "],
    [PLAYLISTS, playlist({ name: "a" }, "playlist"), "data.type: "],
    [PLAYLISTS, "nonsense", "the body is not JSON"],
    [PLAYLISTS, "", "the body is not JSON"],
    [WATCHES, watch({ timestamp: "yesterday" }), "data.attributes.timestamp: "],
    [WATCHES, watch({ data_source: "logs" }), "data.attributes.data_source: "],
    [WATCHES, watch({ event_id: null }), "data.attributes.event_id: "],
  ])("400 for what is posted to %s: %j", async (path, body, words) => {
    const { status, errors } = await refusal(await send("POST", path, body));
    expect(status).toBe(400);
    expect(errors[0]).toMatch(new RegExp(`^${words}`));
  });

  it.each([
    [`${PLAYLISTS}?page[size]=1001`, "page[size]"],
    [`${PLAYLISTS}?page[size]=0`, "page[size]"],
    [`${PLAYLISTS}?page[number]=x`, "page[number]"],
    [`${HISTORY}?filter[watched_at][start]=now`, "filter[watched_at][start]"],
    [`${HISTORY}?filter[created_by]=`, "filter[created_by]"],
  ])("400 for %s, naming the parameter", async (path, name) => {
    const { status, errors } = await refusal(await test.app.request(path, { headers: KEYS }));
    expect(status).toBe(400);
    expect(errors[0]?.startsWith(`${name}: `) || errors[0]?.includes(name.split("[").at(-1) ?? "")).toBe(
      true,
    );
  });

  it.each(["", "?ts=yesterday", "?ts=1&data_source=logs"])(
    "400 for a session added with %j",
    async (query) => {
      const answer = await send("POST", PLAYLISTS, playlist({ name: "One" }));
      const { data } = (await answer.json()) as { readonly data: { readonly id: string } };
      const path = `${PLAYLISTS}/${data.id}/sessions/${sessionId}${query}`;
      expect((await test.app.request(path, { method: "PUT", headers: KEYS })).status).toBe(400);
      const added = await test.app.request(`${path.split("?")[0]}?ts=1`, { method: "PUT", headers: KEYS });
      expect(added.status).toBe(201);
    },
  );

  it("400 for a body that does not say that it is JSON", async () => {
    const answer = await send("POST", PLAYLISTS, playlist({ name: "One" }), "text/plain");
    expect(await refusal(answer)).toEqual({
      status: 400,
      errors: ["the body is of type text/plain; expected application/json"],
    });
  });

  it("413 for a body that is larger than any list of ids", async () => {
    const answer = await send("POST", PLAYLISTS, playlist({ name: "x".repeat(300_000) }));
    expect(answer.headers.get("connection")).toBe("close");
    expect((await refusal(answer)).status).toBe(413);
  });

  it.each([PLAYLISTS, HISTORY])("429 over the limit, and says when to come again: %s", async (path) => {
    const limited = await openTestApp({ rateLimit: { requests: 1, seconds: 60 } });
    await limited.app.request(path, { headers: KEYS });
    const answer = await limited.app.request(path, { headers: KEYS });
    expect(answer.headers.get("X-RateLimit-Remaining")).toBe("0");
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await refusal(answer)).status).toBe(429);
    await limited.close();
  });

  it("401 without keys, before it says whether there is such a thing", async () => {
    for (const path of [PLAYLISTS, `${PLAYLISTS}/none`, HISTORY, WATCHES.replace("watches", "watchers")])
      expect((await refusal(await test.app.request(path))).status).toBe(401);
    expect((await test.app.request(WATCHES, { method: "POST", body: "{}" })).status).toBe(401);
  });
});
