import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { keyframePath, segmentIndexPath, segmentPagePath, viewFactsPath } from "../../wire/paths.ts";
import { segmentIndexSchema } from "../../wire/segment-index.ts";
import { errorBodySchema } from "../../wire/session.ts";
import { viewFactsSchema } from "../../wire/view-facts.ts";
import { buildThread } from "../built-thread.fixture.ts";
import { makeNow } from "../keyframes/made.fixture.ts";
import { hintsAt, longestView, putRecorded, readRecorded } from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
});
afterEach(() => test.close());

const ask = (path: string) => test.app.request(path);
const segments = (first: number, last: number) =>
  `${segmentPagePath(sessionId, viewId)}?first=${first}&last=${last}`;

async function refused(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  const { errors } = errorBodySchema.parse(await answer.json());
  return [answer.status, errors.join("\n")];
}

const index = async () =>
  segmentIndexSchema.parse(await (await ask(segmentIndexPath(sessionId, viewId))).json());

describe("keyframes and facts of a view", () => {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  let built: string;
  let program: URL;
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), "thread-"));
    program = await buildThread(new URL("../keyframes/scan.thread.ts", import.meta.url), built);
  });
  afterAll(() => rm(built, { recursive: true }));
  beforeEach(() => putRecorded(test.store, shop));

  it("are named by the index once they are made, and said as stored, for good", async () => {
    expect((await index()).keyframes).toBeUndefined();
    await makeNow(test.store, program);
    const list = (await index()).keyframes;
    const [entry] = list?.entries ?? [];
    const after = entry?.after ?? -1;
    const keyframe = await ask(`${keyframePath(sessionId, viewId, after)}?list=${list?.id ?? ""}`);
    expect(keyframe.status).toBe(200);
    expect(keyframe.headers.get("content-type")).toBe("application/octet-stream");
    expect(keyframe.headers.get("content-encoding")).toBeNull();
    expect(keyframe.headers.get("cache-control")).toContain("immutable");
    const bytes = new Uint8Array(await keyframe.arrayBuffer());
    expect(bytes).toHaveLength(entry?.bytes ?? 0);
    expect(JSON.parse(inflateSync(bytes).toString())).toHaveProperty("version");
    const facts = await ask(`${viewFactsPath(sessionId, viewId)}?list=${list?.id ?? ""}`);
    expect(facts.headers.get("cache-control")).toContain("immutable");
    expect(viewFactsSchema.parse(await facts.json()).facts.length).toBeGreaterThan(0);
  });

  it("are not found in a list that is gone", async () => {
    await makeNow(test.store, program);
    for (const [path, what] of [
      [keyframePath(sessionId, viewId, 0), "there is no keyframe after segment 0 in a list gone"],
      [viewFactsPath(sessionId, viewId), "there are no facts of a list gone"],
    ] as const) {
      expect(await refused(ask(`${path}?list=gone`))).toEqual([404, what]);
      expect((await refused(ask(path)))[0]).toBe(400);
    }
    const [status, message] = await refused(ask(`${keyframePath(sessionId, viewId, -1)}?list=x`));
    expect([status, message.split(":")[0]]).toEqual([400, "after"]);
  });
});

describe("a page of segments that is too large", () => {
  const half = 17 * 1024 * 1024;
  beforeEach(() => {
    const large = Array.from(sent.slice(0, 3), ({ meta, ...more }) => ({
      ...more,
      meta: { ...meta, compressedSegmentSize: meta.indexInView === 2 ? 2 * half : half },
    }));
    return test.store.events.putSegments(large, hintsAt(0));
  });

  it("is refused, with the last segment that it could have", async () => {
    const [status, message] = await refused(ask(segments(0, 2)));
    expect(status).toBe(400);
    expect(message).toMatch(/^last: .* up to 0 they are a page/);
    expect((await ask(segments(0, 0))).status).toBe(200);
  });

  it("is not refused where it is a single segment", async () => {
    expect((await ask(segments(2, 2))).status).toBe(200);
  });
});
