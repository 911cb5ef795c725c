import { client, v2 } from "@datadog/datadog-api-client";
import { describe, expect, it } from "vitest";
import type { SeenRequest } from "../../../../e2e/datadog/control.ts";
import { sessionQuerySchema } from "../../../wire/session.ts";
import { longestView, readRecorded } from "../local/recorded.fixture.ts";
import { KEYS, NEVER, setUpDatadog, type Setting } from "./datadog.fixture.ts";

// Requests of Datadog's own TypeScript client and of this source, to the same stand-in: on the wire they are the same
// but for the agent's name, and for what is between a client and its connection only.

const { sessionId, viewId } = longestView(readRecorded("shop-checkout-v7"));

const configuration = ({ standIn }: Setting) =>
  client.createConfiguration({
    baseServer: new client.ServerConfiguration(standIn.address, {}),
    authMethods: { apiKeyAuth: KEYS.apiKey, appKeyAuth: KEYS.appKey },
  });

/** What a server sees of a request. */
function wire({ method, target, headers, body }: SeenRequest) {
  const own = new Set(["user-agent", "connection"]);
  const pairs = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, target, headers: Object.fromEntries(pairs.filter(([name]) => !own.has(name))), body };
}

const last = ({ standIn }: Setting, route: SeenRequest["route"]) => {
  const seen = standIn.control.requests.findLast((request) => request.route === route);
  if (seen === undefined) throw new Error(`no request for ${route}`);
  return seen;
};

describe("the official client and this source", () => {
  it("ask for segments with the same request", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.pageSegments = 1;
    await setting.source.getSegments(sessionId, viewId, { first: 0, last: 4 }, NEVER);
    const { query } = last(setting, "segments");
    const ours = wire(last(setting, "segments"));
    await new v2.RumReplaySessionsApi(configuration(setting)).getSegments({
      sessionId,
      viewId,
      source: "event_platform",
      ts: Number(query["ts"]),
      maxListSize: Number(query["max_list_size"]),
      paging: query["paging"] ?? "",
    });
    expect(query["paging"]).toMatch(/^4\./);
    expect(ours).toEqual(wire(last(setting, "segments")));
  });

  it("search for events with the same request", async () => {
    const setting = await setUpDatadog();
    await setting.source.searchSessions(sessionQuerySchema.parse({ limit: "2" }), NEVER);
    const ours = wire(last(setting, "search"));
    const { filter, page } = JSON.parse(ours.body) as {
      filter: v2.RUMQueryFilter;
      page: v2.RUMQueryPageOptions;
    };
    const answer = await new v2.RUMApi(configuration(setting)).searchRUMEvents({
      body: { filter, page, sort: "-timestamp" },
    });
    expect(answer.data).toHaveLength(2);
    const theirs = wire(last(setting, "search"));
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(theirs.body));
    expect({ ...ours, body: "" }).toEqual({ ...theirs, body: "" });
  });

  it("count the values of a filter with the same request", async () => {
    const setting = await setUpDatadog();
    await setting.source.facets(NEVER);
    const ours = wire(last(setting, "aggregate"));
    const sent = JSON.parse(ours.body) as {
      filter: v2.RUMQueryFilter;
      group_by: readonly { facet: string }[];
    };
    await new v2.RUMApi(configuration(setting)).aggregateRUMEvents({
      body: {
        filter: sent.filter,
        compute: [{ aggregation: "count", type: "total" }],
        groupBy: [
          {
            facet: sent.group_by[0]?.facet ?? "",
            limit: 50,
            sort: { type: "measure", aggregation: "count", order: "desc" },
          },
        ],
      },
    });
    const theirs = wire(last(setting, "aggregate"));
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(theirs.body));
    expect({ ...ours, body: "" }).toEqual({ ...theirs, body: "" });
  });
});
