import { describe, expect, it } from "vitest";
import { sessionQuerySchema } from "../../../wire/session.ts";
import { NEVER, setUpDatadog, type Setting } from "./datadog.fixture.ts";

const find = async ({ source }: Setting, filter: object) =>
  source.searchSessions(sessionQuerySchema.parse(filter), NEVER);
const idsOf = async (setting: Setting, filter: object) =>
  (await find(setting, filter)).sessions.map(({ id }) => id);

describe("the search of a Datadog site", () => {
  it("filters by what Datadog found out of the client", async () => {
    const setting = await setUpDatadog();
    const { sessions } = await find(setting, {});
    for (const [filter, has] of [
      [{ browser: "firefox" }, (one: (typeof sessions)[number]) => one.browser?.name === "Firefox"],
      [{ device: "mobile" }, (one: (typeof sessions)[number]) => one.deviceType === "mobile"],
      [{ country: "es" }, (one: (typeof sessions)[number]) => one.country === "Spain"],
      [{ country: "japan" }, (one: (typeof sessions)[number]) => one.country === "Japan"],
    ] as const) {
      const expected = sessions.filter(has).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect(await idsOf(setting, filter)).toEqual(expected);
    }
  });

  it("finds a session by a page in its middle, and pages through such a list", async () => {
    const setting = await setUpDatadog();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find(setting, { page: "/product", limit: "1", cursor });
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual((await idsOf(setting, { page: "/product" })).toSorted());
  });

  it("takes a query as Datadog knows it, and passes on what Datadog does not understand of one", async () => {
    const setting = await setUpDatadog();
    const { sessions } = await find(setting, {});
    const spanish = sessions.filter(({ country }) => country === "Spain").map(({ id }) => id);
    expect(await idsOf(setting, { rum: "@geo.country:Spain OR @geo.country:Atlantis" })).toEqual(spanish);
    await expect(find(setting, { rum: "@a:[1 TO" })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("Invalid query") as string,
    });
    await expect(find(setting, { rum: "a) OR (b" })).rejects.toMatchObject({ status: 400 });
    expect(setting.standIn.control.requests.filter(({ status }) => status === 400)).toHaveLength(1);
  });

  it("goes on where it was although time goes on", async () => {
    const setting = await setUpDatadog();
    const first = await find(setting, { limit: "4" });
    setting.clock.advance(3_600_000);
    const second = await find(setting, { limit: "4", cursor: first.cursor });
    expect(new Set([...first.sessions, ...second.sessions].map(({ id }) => id)).size).toBe(7);
    const ranges = setting.standIn.control.requests.map(
      ({ body }) => (JSON.parse(body) as { filter: object }).filter,
    );
    expect(ranges[1]).toEqual(ranges[0]);
  });

  it("has more than a thousand events of a session, page by page", async () => {
    const setting = await setUpDatadog({ copiedEvents: 30, recordings: ["shop-checkout-v7"] });
    const [session] = (await find(setting, {})).sessions;
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await setting.source.getRumEvents(session?.id ?? "", { limit: 2000, cursor }, NEVER);
      ids.push(...(page?.events.map(({ id }) => id) ?? []));
      cursor = page?.cursor;
    } while (cursor !== undefined);
    expect(ids.length).toBeGreaterThan(1000);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("asks for the values of filters once in a while only", async () => {
    const setting = await setUpDatadog();
    await Promise.all([setting.source.facets(NEVER), setting.source.facets(NEVER)]);
    await setting.source.facets(NEVER);
    const asked = () => setting.standIn.control.requests.filter(({ route }) => route === "aggregate").length;
    expect(asked()).toBe(5);
    setting.clock.advance(11 * 60_000);
    await setting.source.facets(NEVER);
    expect(asked()).toBe(10);
  });

  it("says when an answer is not what Datadog documents", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.faults.search = [{ kind: "status", status: 200, body: { data: "none" } }];
    await expect(find(setting, {})).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining("something else than documented") as string,
    });
  });
});
