import { describe, expect, it } from "vitest";
import { parseRumQuery } from "../../../../../e2e/datadog/rum-query.ts";
import { sessionQuerySchema } from "../../../../wire/session.ts";
import { SourceError } from "../../source.ts";
import { contains, is } from "./rum-query.ts";
import { sessionsQuery, viewsQuery } from "./session-query.ts";
import { checkTypedQuery } from "./typed-query.ts";

const query = (filter: object) => sessionsQuery(sessionQuerySchema.parse(filter));
const event = (
  attributes: Readonly<Record<string, unknown>>,
  tags: readonly (readonly [string, string])[] = [],
) => ({
  attributes,
  tags: new Map(tags),
});
const BASE = "@type:session @session.has_replay:true";

describe("the picker's filters as a RUM query", () => {
  it.each<[object, string]>([
    [{}, BASE],
    [{ errors: "1", frustrations: "1" }, `${BASE} @session.error.count:>0 @session.frustration.count:>0`],
    [
      { minDuration: "1500", maxDuration: "60000" },
      `${BASE} @session.time_spent:>=1500000000 @session.time_spent:<=60000000000`,
    ],
    [
      { q: "32ce3dbc-b572-42d8-911f-aaa4f4094ebe" },
      String.raw`${BASE} @session.id:32ce3dbc\-b572\-42d8\-911f\-aaa4f4094ebe`,
    ],
    [{ service: "shop" }, `${BASE} (service:*shop* OR service:*SHOP* OR service:*Shop*)`],
    [{ rum: "@usr.plan:gold OR @usr.plan:silver" }, `${BASE} (@usr.plan:gold OR @usr.plan:silver)`],
  ])("%j", (filter, expected) => {
    expect(query(filter)).toBe(expected);
  });

  it("asks views for their page, and for what they know of the session", () => {
    const asked = viewsQuery(sessionQuerySchema.parse({ country: "ES", errors: "1" }), "/cart");
    expect(asked).toContain(String.raw`@view.url_path:*\/cart*`);
    expect(asked).toContain("@geo.country_iso_code:ES");
    expect(asked).not.toContain("@session.error.count");
  });

  it.each([
    "/a b",
    'say "x"',
    "a:b",
    "(x) OR (y)",
    "50% > 40%",
    String.raw`back\slash`,
    "a*b?",
    "[1 TO 2]",
    "-x",
    "é~^&|!",
    "#{}=<>'+",
  ])("takes %j as nothing but itself", (text) => {
    for (const term of [is("@a.b", text), contains("@a.b", text)]) {
      const matches = parseRumQuery(`${term} @type:session`);
      expect(matches(event({ type: "session", a: { b: text } }))).toBe(true);
      expect(matches(event({ type: "session", a: { b: "other" } }))).toBe(false);
    }
    const inside = parseRumQuery(contains("@a.b", text));
    expect(inside(event({ a: { b: `before ${text} after` } }))).toBe(true);
  });

  it.each(["jane", "Jane", "JANE", "jane doe"])(
    "finds a name however it is written in the box: %s",
    (typed) => {
      const matches = parseRumQuery(query({ user: typed }));
      const session = { type: "session", session: { has_replay: true } };
      expect(matches(event({ ...session, usr: { name: "Jane Doe" } }))).toBe(true);
      expect(matches(event({ ...session, usr: { email: "jane doe" } }))).toBe(true);
    },
  );
});

describe("a query that a person typed", () => {
  it.each(["", "@type:x", "(a OR b)", String.raw`a\) b`, '"a ) ("', String.raw`"a \" )"`])(
    "may be %j",
    (typed) => {
      expect(() => checkTypedQuery(typed)).not.toThrow();
    },
  );

  it.each<[string, string]>([
    ["a) OR (b", "the ) at character 2 closes nothing"],
    ["(a OR (b)", "the ( at character 1 is never closed"],
    ['a "b', 'the " at character 3 is never closed'],
    ["a\\", "the \\ at character 2 has nothing after it"],
  ])("is refused as %j before Datadog sees it", (typed, words) => {
    const check = () => checkTypedQuery(typed);
    expect(check).toThrow(SourceError);
    expect(check).toThrow(words);
  });
});
