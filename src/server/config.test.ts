import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, isLoopback, readConfig } from "./config.ts";

const problems = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const GUARDED = {
  HOST: "0.0.0.0",
  REPLAY_API_KEY: "api",
  REPLAY_APP_KEY: "app",
  REPLAY_USER_HEADER: "X-Forwarded-Email",
  REPLAY_CLIENT_TOKENS: "pub1, pub2",
};

describe("the environment", () => {
  it("has the promised defaults", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 8080,
      dataDirectory: resolve("./data"),
      samples: true,
      apiKeys: null,
      userHeader: null,
      clientTokens: null,
      assets: { mode: "off" },
      datadog: { sites: [], blobHosts: null },
      forward: null,
      notes: [],
    });
  });

  it("is read from its variables", () => {
    const config = readConfig({ ...GUARDED, PORT: "9000", DATA_DIR: "/srv/replays", SAMPLES: "off" });
    expect(config).toEqual({
      host: "0.0.0.0",
      port: 9000,
      dataDirectory: "/srv/replays",
      samples: false,
      apiKeys: { apiKey: "api", appKey: "app" },
      userHeader: "X-Forwarded-Email",
      clientTokens: new Set(["pub1", "pub2"]),
      assets: { mode: "off" },
      datadog: { sites: [], blobHosts: null },
      forward: null,
      notes: [],
    });
  });

  it("counts an empty variable as unset", () => {
    expect(readConfig({ PORT: "", SAMPLES: " ", REPLAY_API_KEY: "" })).toEqual(readConfig({}));
  });

  it.each([
    ["PORT", "80a", "0 to 65535"],
    ["PORT", "70000", "0 to 65535"],
    ["HOST", "http://localhost", "host name"],
    ["SAMPLES", "yes", "on or off"],
    ["INTAKE_FORWARD", "example.com", "us3.datadoghq.com"],
    ["INTAKE_FORWARD", "https://datadoghq.com", "us3.datadoghq.com"],
    ["INTAKE_FORWARD_URL", "localhost:1", "http or https"],
    ["INTAKE_FORWARD_URL", "http://localhost:1/?a=b", "query"],
    ["REPLAY_USER_HEADER", "X Forwarded", "name of a header"],
    ["REPLAY_ASSETS", "yes", "off, proxy or direct"],
    ["REPLAY_ASSET_HOSTS", "https://cdn.example.com/", "hosts separated by commas"],
    ["REPLAY_ASSET_HOSTS", "cdn.example.com,", "hosts separated by commas"],
    ["REPLAY_ASSET_HOSTS", "*", "hosts separated by commas"],
    ["REPLAY_ASSET_HOSTS", "cdn.*.com", "hosts separated by commas"],
    ["REPLAY_ASSET_HOSTS", "*.127.0.0.1", "hosts separated by commas"],
    ["REPLAY_ASSET_HOSTS", "cdn.example.com:99999", "hosts separated by commas"],
    ["REPLAY_CLIENT_TOKENS", "a,,b", "separated by commas"],
    ["REPLAY_CLIENT_TOKENS", ",", "separated by commas"],
  ])("names %s when it is %j, and says what is allowed", (name, value, allowed) => {
    const [line, ...more] = problems({ [name]: value });
    expect(more).toEqual([]);
    expect(line).toMatch(new RegExp(`^${name}: .*${allowed}`));
    expect(line).not.toContain("\n");
  });

  it("has a line for each wrong value", () => {
    expect(problems({ PORT: "-1", SAMPLES: "maybe" })).toHaveLength(2);
  });

  it.each(["REPLAY_API_KEY", "REPLAY_APP_KEY"])("does not take %s alone, nor repeats it", (name) => {
    const [line = ""] = problems({ [name]: "s3cret" });
    expect(line).toContain("go together");
    expect(line).not.toContain("s3cret");
  });

  it.each(["REPLAY_API_KEY", "REPLAY_APP_KEY", "REPLAY_USER_HEADER", "REPLAY_CLIENT_TOKENS"])(
    "does not open the server to other machines without %s",
    (name) => {
      const lines = problems({ ...GUARDED, [name]: "" });
      expect(lines.join("\n")).toContain(name);
    },
  );

  it("says all that is missing where the server would be open to other machines", () => {
    expect(problems({ HOST: "0.0.0.0" })).toEqual([
      "HOST: 0.0.0.0 can be reached from other machines: set REPLAY_API_KEY, REPLAY_APP_KEY, " +
        "REPLAY_USER_HEADER, REPLAY_CLIENT_TOKENS, or use a loopback address (127.0.0.1, ::1, localhost)",
    ]);
  });

  it("takes assets through its proxy from the hosts that are named, and from no others", () => {
    expect(problems({ REPLAY_ASSETS: "proxy" })).toEqual([
      expect.stringMatching(/^REPLAY_ASSET_HOSTS: must be set with REPLAY_ASSETS=proxy; /),
    ]);
    const { assets } = readConfig({ REPLAY_ASSETS: "proxy", REPLAY_ASSET_HOSTS: "cdn.example.com" });
    expect(assets.mode === "proxy" && assets.hosts.allows(new URL("https://cdn.example.com/"))).toBe(true);
    expect(readConfig({ REPLAY_ASSETS: "direct" }).assets).toEqual({ mode: "direct" });
  });

  it("says when the hosts have no effect", () => {
    expect(readConfig({ REPLAY_ASSET_HOSTS: "cdn.example.com" }).notes).toEqual([
      "REPLAY_ASSET_HOSTS: has no effect with REPLAY_ASSETS=off, only with proxy",
    ]);
  });

  it("passes on what the intake stores to a site's intake, as the SDK names it, or to what stands in for it", () => {
    expect(readConfig({ INTAKE_FORWARD: "us5.datadoghq.com" }).forward).toEqual({
      site: "us5.datadoghq.com",
      url: "https://browser-intake-us5-datadoghq.com",
    });
    const stand = { INTAKE_FORWARD: "datadoghq.eu", INTAKE_FORWARD_URL: "http://127.0.0.1:1/dd/" };
    expect(readConfig(stand).forward).toEqual({ site: "datadoghq.eu", url: "http://127.0.0.1:1/dd" });
    expect(readConfig({ INTAKE_FORWARD_URL: "http://127.0.0.1:1" })).toMatchObject({
      forward: null,
      notes: ["INTAKE_FORWARD_URL: has no effect without INTAKE_FORWARD"],
    });
  });
});

describe("a loopback address", () => {
  it.each(["127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1"])(
    "is %s",
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each(["0.0.0.0", "::", "192.168.1.2", "example.com", "localhost.example.com", "::ffff:10.0.0.1"])(
    "is not %s",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
