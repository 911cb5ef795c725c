import { describe, expect, it } from "vitest";
import type { Fault } from "../../../../../e2e/datadog/control.ts";
import { longestView, readRecorded } from "../../local/recorded.fixture.ts";
import { KEYS, NEVER, setUpDatadog, type Setting } from "../datadog.fixture.ts";
import { SourceError } from "../../source.ts";

/** However slow the machine is. */
const PATIENTLY = { timeout: 60_000, interval: 5 };

const { sessionId, viewId } = longestView(readRecorded("shop-checkout-v7"));
const session = ({ source }: Setting, signal = NEVER) => source.getSession(sessionId, signal);
const segments = ({ source }: Setting) => source.getSegments(sessionId, viewId, { first: 0, last: 0 }, NEVER);

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => new Error("it was answered"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw error;
  return error;
}

/** Everything that an error says, its causes too. */
const saidBy = (error: unknown): string =>
  error instanceof Error
    ? `${error.message} ${error.stack} ${JSON.stringify(error)} ${saidBy(error.cause)}`
    : "";

describe("requests to a Datadog site", () => {
  it("say which key is wrong when it is the API key", async () => {
    const setting = await setUpDatadog({ keys: { ...KEYS, apiKey: "x".repeat(32) } });
    const error = await errorOf(session(setting));
    expect(error.status).toBe(502);
    expect(error.message).toMatch(
      /Datadog EU \(datadoghq\.eu\).*DD_API_KEY.*belong to another site than datadoghq\.eu/,
    );
  });

  it("say which permission may be missing when the API key is known", async () => {
    const setting = await setUpDatadog({ keys: { ...KEYS, appKey: "x".repeat(40) } });
    const error = await errorOf(session(setting));
    expect(error.message).toMatch(/knows the API key.*DD_APP_KEY.*lacks the permission rum_apps_read/);
    expect(error.message).not.toContain("rum_session_replay_read");
  });

  it("say that replays may not be seen when only those are refused", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.always = (route) => (route === "segments" ? FORBIDDEN : null);
    const { message } = await errorOf(segments(setting));
    expect(message).toMatch(/lacks the permission rum_apps_read and rum_session_replay_read.*: Forbidden/);
    await errorOf(segments(setting));
    expect(setting.standIn.control.requests.filter(({ route }) => route === "validate")).toHaveLength(1);
  });

  it("go nowhere else when they are sent on", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    const headers = { Location: `${setting.standIn.address}/api/v1/validate` };
    control.faults.search = [{ kind: "status", status: 307, headers }];
    const { message } = await errorOf(session(setting));
    expect(message).toContain("sent on to 127.0.0.1");
    expect(message).toContain("Check DD_SITE");
    expect(control.requests).toHaveLength(1);
  });

  it("pass on why a query is not understood", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.faults.search = [
      { kind: "status", status: 400, body: { errors: [{ title: "Bad", detail: "no such field" }] } },
    ];
    expect(await errorOf(session(setting))).toMatchObject({
      status: 400,
      message: expect.stringContaining("no such field") as string,
    });
  });

  it.each<[string, Fault]>([
    ["500", { kind: "status", status: 500 }],
    ["a cut", { kind: "cut", where: "inside" }],
    ["silence", { kind: "silence" }],
  ])("are given up after five tries that end with %s, with pauses that grow", async (_name, fault) => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    control.always = () => fault;
    control.onStall = () => setting.clock.advance(30_000);
    const error = await errorOf(session(setting));
    expect(error.status).toBe(503);
    expect(error.message).toContain("did not answer the search for a session in 5 tries");
    expect(control.requests).toHaveLength(5);
    expect(setting.clock.passed).toEqual([500, 1000, 2000, 4000]);
  });

  it(
    "survive a storm of refusals for the rate, and ask no more often than they may",
    { timeout: 120_000 },
    async () => {
      const setting = await setUpDatadog();
      const { control } = setting.standIn;
      const shop = readRecorded("shop-checkout-v7");
      control.pageSegments = 1;
      control.limits = { segments: { requests: 1, seconds: 20 } };
      const reads = shop.viewIds.map((view) =>
        setting.source.getSegments(sessionId, view, { first: 0, last: 9 }, NEVER),
      );
      const asked = (status: number) =>
        control.requests.filter((request) => request.route === "segments" && request.status === status)
          .length;
      for (let period = 1; period < shop.segments.length; period += 1) {
        await expect
          .poll(() => asked(200) === period && setting.source.upstream?.waits().length === 1)
          .toBe(true);
        setting.clock.advance(20_000);
      }
      expect((await Promise.all(reads)).flat()).toHaveLength(shop.segments.length);
      expect(asked(200)).toBe(shop.segments.length);
      // Before the first answer nobody knows of the limit, and four are under way.
      expect(asked(429)).toBeLessThanOrEqual(3);
    },
  );

  it("say what they wait for, and until when", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    const headers = {
      "X-RateLimit-Reset": "40",
      "X-RateLimit-Name": "rum_search",
      "X-RateLimit-Limit": "1",
      "X-RateLimit-Remaining": "0",
    };
    control.faults.search = [{ kind: "status", status: 429, headers }];
    const answered = session(setting);
    await expect
      .poll(() => setting.source.upstream?.waits(), PATIENTLY)
      .toEqual([
        {
          reason: "rate-limit",
          about: "rum_search",
          since: setting.clock.now(),
          until: setting.clock.now() + 40_000,
          requests: 1,
        },
      ]);
    setting.clock.advance(40_000);
    expect((await answered)?.session.id).toBe(sessionId);
    expect(setting.source.upstream?.waits()).toEqual([]);
  });

  it("end when nobody waits for them any more", async () => {
    const setting = await setUpDatadog();
    const client = new AbortController();
    setting.standIn.control.faults.search = [{ kind: "silence" }];
    setting.standIn.control.onStall = () => client.abort(new Error("gone"));
    await expect(session(setting, client.signal)).rejects.toThrow("gone");
    expect((await session(setting))?.session.id).toBe(sessionId);
  });

  it("are one for all who ask for the same session at the same time", async () => {
    const setting = await setUpDatadog();
    const details = await Promise.all([session(setting), session(setting), session(setting)]);
    expect(details.map((detail) => detail?.session.id)).toEqual([sessionId, sessionId, sessionId]);
    expect(setting.standIn.control.requests).toHaveLength(1);
  });

  it("never say a key, also when Datadog does", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    const body = { errors: [`key ${KEYS.apiKey} and ${KEYS.appKey} are bad`] };
    const faults: Fault[] = [400, 401, 403, 404, 418].map((status) => ({ kind: "status", status, body }));
    for (const fault of faults) {
      control.faults.search = [fault];
      control.faults.validate = [{ kind: "status", status: 403, body }];
      const said = saidBy(await errorOf(session(setting)));
      expect(said).toContain("[API key] and [application key] are bad");
      expect(said).not.toContain(KEYS.apiKey);
      expect(said).not.toContain(KEYS.appKey);
    }
  });
});

const FORBIDDEN: Fault = { kind: "status", status: 403, body: { errors: ["Forbidden"] } };
