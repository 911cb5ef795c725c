import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const ONE = { DD_SITE: "datadoghq.eu", DD_API_KEY: "k1", DD_APP_KEY: "a1" };
const TWO = { DD_SITE: "datadoghq.com, datadoghq.eu", DD_API_KEY: "k1,k2", DD_APP_KEY: "a1, a2" };

const problems = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};
const sites = (environment: Record<string, string>) => readConfig(environment).datadog.sites;

describe("Datadog in the environment", () => {
  it("is a site with its keys", () => {
    expect(sites(ONE)).toEqual([
      { site: "datadoghq.eu", apiUrl: "https://api.datadoghq.eu", apiKey: "k1", appKey: "a1" },
    ]);
  });

  it("is several sites, each with the keys in its place", () => {
    expect(sites(TWO)).toEqual([
      { site: "datadoghq.com", apiUrl: "https://api.datadoghq.com", apiKey: "k1", appKey: "a1" },
      { site: "datadoghq.eu", apiUrl: "https://api.datadoghq.eu", apiKey: "k2", appKey: "a2" },
    ]);
  });

  it("is asked at another address where one is set", () => {
    expect(sites({ ...ONE, DD_API_URL: "https://proxy.example/datadog/" })[0]?.apiUrl).toBe(
      "https://proxy.example/datadog",
    );
    expect(sites({ ...TWO, DD_API_URL: ",http://127.0.0.1:9" }).map(({ apiUrl }) => apiUrl)).toEqual([
      "https://api.datadoghq.com",
      "http://127.0.0.1:9",
    ]);
  });

  it("names object stores that segments may come from", () => {
    const { blobHosts } = readConfig({ ...ONE, DD_BLOB_HOSTS: "*.s3.amazonaws.com" }).datadog;
    expect(blobHosts?.allows(new URL("https://bucket.s3.amazonaws.com/x"))).toBe(true);
    expect(blobHosts?.allows(new URL("https://s3.example.com/x"))).toBe(false);
  });

  it("says when keys would be sent to another machine without encryption", () => {
    expect(readConfig({ ...ONE, DD_API_URL: "http://127.0.0.1:9" }).notes).toEqual([]);
    expect(readConfig({ ...ONE, DD_API_URL: "http://proxy.example" }).notes).toEqual([
      "DD_API_URL: the keys for datadoghq.eu are sent to proxy.example without encryption; use https",
    ]);
  });

  it.each([
    [{ ...ONE, DD_SITE: "example.com" }, /^DD_SITE: must be one of datadoghq\.com, us3\./],
    [{ ...ONE, DD_SITE: "constructor" }, /^DD_SITE: must be one of/],
    [{ ...TWO, DD_SITE: "datadoghq.eu,datadoghq.eu" }, /^DD_SITE: names a site twice/],
    [{ DD_SITE: "datadoghq.eu", DD_API_KEY: "k1" }, /^DD_APP_KEY: must be set too; .* go together$/],
    [{ DD_API_KEY: "k1", DD_APP_KEY: "a1" }, /^DD_SITE: must be set too/],
    [{ ...TWO, DD_API_KEY: "k1" }, /^DD_API_KEY: has 1 keys for 2 sites .* same order$/],
    [{ ...ONE, DD_APP_KEY: "a b" }, /^DD_APP_KEY: must be keys without spaces/],
    [{ ...ONE, DD_API_URL: "ftp://example.com" }, /^DD_API_URL: must be an http or https address/],
    [{ ...ONE, DD_API_URL: "https://user:word@example.com" }, /^DD_API_URL: must be .* without credentials/],
    [{ ...TWO, DD_API_URL: "https://a.example" }, /^DD_API_URL: has 1 addresses for 2 sites/],
    [{ DD_API_URL: "https://a.example" }, /^DD_API_URL: has no effect without DD_SITE/],
    [{ ...ONE, DD_BLOB_HOSTS: "https://a.example/" }, /^DD_BLOB_HOSTS: must be hosts/],
  ])("is refused with a line that says what is wrong: %j", (environment, line) => {
    expect(problems(environment)).toEqual([expect.stringMatching(line)]);
  });

  it("repeats no key when it is refused", () => {
    const keys = { DD_API_KEY: "s3cret-api key", DD_APP_KEY: "s3cret-app,s3cret-2" };
    expect(problems({ DD_SITE: "datadoghq.eu", ...keys }).join("\n")).not.toContain("s3cret");
    expect(problems({ ...keys }).join("\n")).not.toContain("s3cret");
  });
});
