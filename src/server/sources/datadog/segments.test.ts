import { describe, expect, it } from "vitest";
import { ANSWER_SHAPES } from "../../../../e2e/datadog/answer-shapes.ts";
import type { Fault, SeenRequest } from "../../../../e2e/datadog/control.ts";
import { longestView, readRecorded } from "../local/recorded.fixture.ts";
import { NEVER, setUpDatadog, type Setting } from "./datadog.fixture.ts";

const { sessionId, viewId, sent } = longestView(readRecorded("shop-checkout-v7"));
const all = sent.map(({ meta }) => meta.indexInView);
const range = { first: 0, last: all.at(-1) ?? 0 };

/** Asks for the index until nothing more comes; returns the last answer. */
async function wholeIndex({ source }: Setting) {
  for (let known: number | undefined; ;) {
    const index = await source.getSegmentIndex(sessionId, viewId, NEVER, known);
    if (index?.loading === undefined || index.loading.state === "stopped") return index;
    known = index.segments.length;
  }
}
const indexesOf = (index: Awaited<ReturnType<typeof wholeIndex>>) =>
  index?.segments.map((each) => each.index);
const read = async ({ source }: Setting) =>
  (await source.getSegments(sessionId, viewId, range, NEVER)).map(({ index, bytes }) => [
    index,
    Buffer.from(bytes),
  ]);
const asked = ({ standIn }: Setting) => standIn.control.requests.filter(({ route }) => route === "segments");
const servedOf = (requests: readonly SeenRequest[]) =>
  requests.flatMap(({ segments }) => segments).toSorted();
const whole = sent.map(({ meta, bytes }) => [meta.indexInView, Buffer.from(bytes)]);

describe("segments of a Datadog site", () => {
  it.each(ANSWER_SHAPES.filter((shape) => shape !== "JSON array of records"))(
    "are complete when they come page by page as %s, each once",
    async (shape) => {
      const setting = await setUpDatadog();
      Object.assign(setting.standIn.control, { shape, pageSegments: 2 });
      const index = await wholeIndex(setting);
      expect(indexesOf(index)).toEqual(all);
      expect(index?.complete).toBe(true);
      expect(index?.notes?.[0]).toContain("segments of event_platform came as ");
      expect((await read(setting)).map(([at]) => at)).toEqual(all);
      expect(servedOf(asked(setting))).toEqual(all.map((at) => `${viewId}-${at}`));
    },
  );

  it("are the bytes that were recorded where those are sent", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.shape = "JSON:API base64";
    expect(await read(setting)).toEqual(whole);
  });

  it("can be had while the walk goes on", async () => {
    const setting = await setUpDatadog();
    const { source, standIn } = setting;
    standIn.control.pageSegments = 1;
    standIn.control.faults.segments = [null, null, { kind: "silence" }];
    const stalled = new Promise<void>((resolve) => (standIn.control.onStall = resolve));
    const first = await source.getSegmentIndex(sessionId, viewId, NEVER);
    expect(first).toMatchObject({ complete: false, loading: { state: "reading" } });
    await stalled;
    const more = await source.getSegmentIndex(sessionId, viewId, NEVER, 1);
    expect(indexesOf(more)).toEqual([0, 1]);
    const page = await source.getSegments(sessionId, viewId, { first: 0, last: 1 }, NEVER);
    expect(page.map(({ index }) => index)).toEqual([0, 1]);
    // Nothing is heard for half a minute: it is asked again.
    setting.clock.advance(30_000);
    expect(indexesOf(await wholeIndex(setting))).toEqual(all);
  });

  it.each([
    ["event_platform", ["event_platform"]],
    ["blob", ["event_platform", "blob"]],
  ] as const)("of a fresh view are found in %s", async (storage, sources) => {
    const setting = await setUpDatadog();
    setting.standIn.control.storage = () => storage;
    expect(indexesOf(await wholeIndex(setting))).toEqual(all);
    expect(asked(setting).map(({ query }) => query["source"])).toEqual(sources);
    expect(new Set(asked(setting).map(({ query }) => query["ts"]))).toEqual(new Set([String(viewStart)]));
  });

  it("of an old view are looked for in the blob storage first", async () => {
    const setting = await setUpDatadog();
    setting.clock.advance(3 * 24 * 60 * 60_000);
    setting.standIn.control.storage = () => "event_platform";
    expect(indexesOf(await wholeIndex(setting))).toEqual(all);
    expect(asked(setting).map(({ query }) => query["source"])).toEqual(["blob", "event_platform"]);
  });

  it("are joined from both storages, in order, with no hole in between", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    control.pageSegments = 1;
    control.storage = ({ index }) => (index % 2 === 0 ? "event_platform" : "blob");
    const seen: number[][] = [];
    for (let known: number | undefined; ;) {
      const index = await setting.source.getSegmentIndex(sessionId, viewId, NEVER, known);
      seen.push(indexesOf(index) ?? []);
      known = index?.segments.length;
      if (index?.loading === undefined) break;
    }
    for (const indexes of seen) expect(indexes).toEqual(all.slice(0, indexes.length));
    expect(seen.at(-1)).toEqual(all);
    expect(servedOf(asked(setting))).toEqual(all.map((at) => `${viewId}-${at}`));
  });

  it("that neither storage has are named, and the rest is there", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.storage = ({ index }) => (index === 2 ? "none" : "both");
    const index = await wholeIndex(setting);
    expect(indexesOf(index)).toEqual(all.filter((at) => at !== 2));
    expect(index?.notes?.join()).toContain("neither storage has the segments 2");
  });

  it("that are nowhere may have expired, and that is said", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.storage = () => "none";
    await expect(wholeIndex(setting)).rejects.toMatchObject({
      status: 404,
      message: expect.stringMatching(
        /neither in the event platform nor in the blob storage.*30 days/,
      ) as string,
    });
  });

  const TRANSIENT: readonly Fault[] = [
    { kind: "status", status: 500 },
    { kind: "status", status: 503, body: "no" },
    {
      kind: "status",
      status: 429,
      headers: { "X-RateLimit-Reset": "3", "X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0" },
    },
    { kind: "status", status: 429, headers: { "Retry-After": "2" } },
    { kind: "cut", where: "before" },
    { kind: "cut", where: "inside" },
    { kind: "truncate" },
    { kind: "silence" },
    { kind: "stall" },
  ];
  const steps = all.flatMap((_, step) =>
    TRANSIENT.map((fault) => [JSON.stringify(fault), step, fault] as const),
  );
  it.each(steps)(
    "are complete after %s at page %i, and no page that came is asked for again",
    async (_name, step, fault) => {
      const setting = await setUpDatadog();
      const { control } = setting.standIn;
      control.pageSegments = 1;
      control.faults.segments = [...all.slice(0, step).map(() => null), fault];
      // Half a minute of silence at a time.
      control.onStall = () => setting.clock.advance(30_000);
      const index = await wholeIndex(setting);
      expect(indexesOf(index)).toEqual(all);
      expect(index?.complete).toBe(true);
      expect(servedOf(asked(setting))).toEqual(all.map((at) => `${viewId}-${at}`));
      expect(asked(setting)).toHaveLength(all.length + 1);
    },
  );

  it("that do not come any more leave what has come, say why, and go on when they come again", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    control.pageSegments = 1;
    control.always = (route, count) =>
      route === "segments" && count >= 2 ? { kind: "status", status: 500 } : null;
    const index = await wholeIndex(setting);
    expect(indexesOf(index)).toEqual([0, 1]);
    expect(index).toMatchObject({
      complete: false,
      loading: {
        state: "stopped",
        message: expect.stringMatching(/did not answer .* 5 tries.*status 500/) as string,
      },
    });
    control.always = null;
    setting.clock.advance(11_000);
    const again = await setting.source.getSegmentIndex(sessionId, viewId, NEVER, 2);
    expect(again?.segments.length).toBeGreaterThan(2);
    expect(indexesOf(await wholeIndex(setting))).toEqual(all);
    expect(servedOf(asked(setting))).toEqual(all.map((at) => `${viewId}-${at}`));
  });

  it("that cannot be read are kept as they came, to be saved", async () => {
    const setting = await setUpDatadog();
    setting.standIn.control.always = (route) =>
      route === "segments" ? { kind: "status", status: 200, body: { surprise: [1, 2] } } : null;
    const error: unknown = await wholeIndex(setting).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 502, message: expect.stringContaining('"surprise"') as string });
    const { answerId } = error as { answerId: string };
    expect(Buffer.from(setting.source.upstream?.rawAnswer(answerId)?.bytes ?? []).toString()).toBe(
      '{"surprise":[1,2]}',
    );
  });

  it("are fetched again when they had to make room for others", async () => {
    const setting = await setUpDatadog({ cacheBytes: 1 });
    expect(indexesOf(await wholeIndex(setting))).toEqual(all);
    const other = longestView(readRecorded("tabs-v7"));
    await setting.source.getSegments(other.sessionId, other.viewId, { first: 0, last: 0 }, NEVER);
    expect((await read(setting)).map(([at]) => at)).toEqual(all);
    expect(servedOf(asked(setting)).filter((segment) => segment === `${viewId}-0`)).toHaveLength(2);
  });

  it("stop being waited for when nobody wants them any more", async () => {
    const setting = await setUpDatadog();
    const { control } = setting.standIn;
    control.faults.segments = [{ kind: "silence" }];
    const client = new AbortController();
    control.onStall = () => client.abort(new Error("gone"));
    await expect(setting.source.getSegments(sessionId, viewId, range, client.signal)).rejects.toThrow("gone");
  });
});

const viewStart = Math.trunc(
  readRecorded("shop-checkout-v7").rumEvents.find((event) => event.type === "view" && event.viewId === viewId)
    ?.date ?? 0,
);
