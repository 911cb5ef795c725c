import { describe, expect, test } from "vitest";
import { DATADOG_SITES } from "../../../wire/datadog-site.ts";
import { datadogReplayAddress, readDatadogLink } from "./datadog-link.ts";

const SESSION = "0c5c8f1e-8b1f-4f0e-a1f5-0d7c9f6a1b2c";
const VIEW = "b4a4c0de-1234-4f0e-a1f5-0d7c9f6a1b2c";
const AT = 1_764_000_000_000;
const path = `/rum/replay/sessions/${SESSION}?seed=${VIEW}&from=${AT}`;

const moment = { kind: "session", sessionId: SESSION, viewId: VIEW, ts: AT };

describe("an address of a replay", () => {
  test.each([
    ["app.datadoghq.com", "datadoghq.com"],
    ["us3.datadoghq.com", "us3.datadoghq.com"],
    ["us5.datadoghq.com", "us5.datadoghq.com"],
    ["app.datadoghq.eu", "datadoghq.eu"],
    ["ap1.datadoghq.com", "ap1.datadoghq.com"],
    ["ap2.datadoghq.com", "ap2.datadoghq.com"],
    ["app.ddog-gov.com", "ddog-gov.com"],
    ["fernwood.datadoghq.com", "datadoghq.com"],
    ["fernwood.us3.datadoghq.com", "us3.datadoghq.com"],
    ["fernwood.datadoghq.eu", "datadoghq.eu"],
  ])("of %s is of the site %s", (host, site) => {
    expect(readDatadogLink(`https://${host}${path}`)).toEqual({ ...moment, site });
  });

  test.each([
    ["with spaces around it", `  https://app.datadoghq.eu${path}\n`],
    ["without its scheme", `app.datadoghq.eu${path}`],
    ["with more that does not matter", `https://app.datadoghq.eu${path}&error-type=x&tab=events#top`],
    [
      "in upper case",
      `https://app.datadoghq.eu/rum/replay/sessions/${SESSION.toUpperCase()}?seed=${VIEW}&from=${AT}`,
    ],
  ])("is read %s", (_how, text) => {
    expect(readDatadogLink(text)).toEqual({ ...moment, site: "datadoghq.eu" });
  });

  test("may name no view and no time that can be used", () => {
    const bare = { ...moment, viewId: undefined, ts: undefined, site: "datadoghq.eu" };
    expect(readDatadogLink(`https://app.datadoghq.eu/rum/replay/sessions/${SESSION}`)).toEqual(bare);
    expect(
      readDatadogLink(`https://app.datadoghq.eu/rum/replay/sessions/${SESSION}?from=12&seed=%3Cb%3E`),
    ).toEqual(bare);
  });

  test.each(DATADOG_SITES)("that is made for %s is read back as it was meant", (site) => {
    const address = datadogReplayAddress(site, { sessionId: SESSION, viewId: VIEW, ts: AT + 0.75 });
    expect(readDatadogLink(address)).toEqual({ ...moment, site });
  });
});

const explorer = (query: string, rest = "") =>
  readDatadogLink(`https://app.datadoghq.com/rum/sessions?query=${encodeURIComponent(query)}${rest}`);

describe("an address of the explorer", () => {
  test("whose query names a session leads to it, and its time range does not count", () => {
    expect(explorer(`@type:view @session.id:${SESSION} @view.id:${VIEW}`, `&from_ts=${AT}`)).toEqual({
      ...moment,
      site: "datadoghq.com",
      ts: undefined,
    });
  });

  test("that excludes a session does not lead to it", () => {
    expect(explorer(`service:shop -@session.id:${SESSION}`)).toMatchObject({ kind: "search" });
  });

  test("that searches for sessions is that search", () => {
    expect(
      explorer("@type:session service:shop @geo.country:Germany", `&from_ts=${AT}&to_ts=${AT + 5}`),
    ).toEqual({
      kind: "search",
      site: "datadoghq.com",
      query: "service:shop @geo.country:Germany",
      from: AT,
      to: AT + 5,
    });
  });

  test("that searches for something else says so", () => {
    expect(explorer("@type:error service:shop")).toEqual({
      kind: "nothing",
      why: "This address is a search for errors; copy one for sessions, or that of a replay.",
    });
  });

  test("of another part of Datadog says so", () => {
    const link = readDatadogLink("https://app.datadoghq.com/logs?query=x");
    expect(link).toMatchObject({ kind: "nothing" });
  });
});

test("an id alone is a session of any source", () => {
  expect(readDatadogLink(` ${SESSION} `)).toEqual({
    kind: "session",
    sessionId: SESSION,
    site: undefined,
    viewId: undefined,
    ts: undefined,
  });
});

test.each([
  "",
  "ada",
  "person 12",
  "/checkout",
  "ada@example.com",
  `https://datadoghq.com.evil.example${path}`,
  `https://evildatadoghq.com${path}`,
  `look at https://app.datadoghq.com${path}`,
])("%o is something to search for", (text) => {
  expect(readDatadogLink(text)).toBeUndefined();
});
