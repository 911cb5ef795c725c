import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "undici";
import { expect, onTestFinished } from "vitest";
import { readSession } from "../../../e2e/datadog/recorded-session.ts";
import { type StandIn, startStandIn } from "../../../e2e/datadog/stand-in.ts";
import { epochMs } from "../../base/time.ts";
import type { KeepStatus } from "../../wire/keep.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { createDatadogSource, type DatadogSource } from "../sources/datadog/datadog-source.ts";
import { TestClock } from "../sources/datadog/http/test-clock.fixture.ts";
import { SegmentCache } from "../sources/datadog/segments/segment-cache.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import type { Store } from "../storage/driver.ts";
import { openFileBlobStore } from "../storage/file-blob-store.ts";
import { openStore } from "../storage/open-store.ts";
import { Keeper } from "./keeper.ts";

// A server's parts that keep, over HTTP from a stand-in of Datadog and into a real store; they can be started anew.

const KEYS = { apiKey: "a".repeat(32), appKey: "b".repeat(40) };
export const NEVER = new AbortController().signal;
export const shop = readSession("shop-checkout-v7");
const OTHERS = [readSession("shoelace-v7"), readSession("tabs-v7")];
const LAST = Math.max(...shop.segments.map(({ end }) => end));

/** One life of a server. */
export interface Life {
  readonly source: DatadogSource;
  readonly store: Store;
  readonly keeper: Keeper;
  readonly local: ReturnType<typeof createLocalSource>;
  readonly close: () => Promise<void>;
}

export interface KeepSetting {
  readonly standIn: StandIn;
  readonly clock: TestClock;
  readonly start: () => Promise<Life>;
}

/** `after`: milliseconds from the session's end to now. */
export async function setUpKeep(after = 3 * 60 * 60_000): Promise<KeepSetting> {
  const clock = new TestClock(LAST + after);
  const directory = await mkdtemp(join(tmpdir(), "keep-"));
  const standIn = await startStandIn({ sessions: [shop, ...OTHERS], ...KEYS, now: clock.now });
  // As they were recorded.
  standIn.control.shape = "concatenated zlib";
  standIn.control.token = "X-Paging header";
  const lives: Life[] = [];
  onTestFinished(async () => {
    for (const life of lives) await life.close();
    await standIn.close();
    await rm(directory, { recursive: true });
  });
  return {
    standIn,
    clock,
    async start() {
      const life = await startLife(directory, standIn, clock, lives.length);
      lives.push(life);
      return life;
    },
  };
}

async function startLife(
  directory: string,
  standIn: StandIn,
  clock: TestClock,
  count: number,
): Promise<Life> {
  const store = await openStore({ directory: join(directory, "store") });
  const source = createDatadogSource({
    site: { site: "datadoghq.eu", apiUrl: standIn.address, ...KEYS },
    blobHosts: null,
    inflater: createNodeInflater(),
    clock,
    cache: new SegmentCache(await openFileBlobStore(join(directory, `cache-${count}`)), 1e9),
    dispatcher: new Agent(),
    agent: "rum-replay",
  });
  const keeper = new Keeper({
    store,
    inflater: createNodeInflater(),
    now: () => epochMs(clock.now()),
    onError: (message, cause) => {
      throw new Error(message, { cause });
    },
  });
  let isOpen = true;
  return {
    source,
    store,
    keeper,
    local: createLocalSource(store, clock.now),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await keeper.close();
      await source.close();
      await store.close();
    },
  };
}

/** Keeps a session to its end, whatever that is. */
export async function keep({ keeper, source }: Life, sessionId = shop.sessionId): Promise<KeepStatus> {
  await keeper.start(source, sessionId);
  return ended({ keeper, source }, sessionId);
}

/** The end of a keeping that was begun. */
export async function ended(
  { keeper, source }: Pick<Life, "keeper" | "source">,
  sessionId = shop.sessionId,
): Promise<KeepStatus> {
  await expect
    .poll(async () => isEnd(await keeper.status(source, sessionId)), { timeout: 60_000, interval: 10 })
    .toBe(true);
  return keeper.status(source, sessionId);
}

const isEnd = ({ state }: KeepStatus) => state === "kept" || state === "stopped";

/** `<view>-<index>` of the segments that a stand-in sent, in order. */
export const served = ({ control }: StandIn) =>
  control.requests.filter(({ status }) => status === 200).flatMap(({ segments }) => segments);

/** The same of all segments that were recorded. */
export const RECORDED = shop.segments.map(({ viewId, index }) => `${viewId}-${index}`).toSorted();

/** Segments that are stored, `<view>-<index>` each, with their bytes. */
export async function stored({ store, local }: Life): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const session = await store.events.getSession(shop.sessionId, NEVER);
  for (const { viewId } of session?.views ?? []) {
    const range = { first: 0, last: 100 };
    for (const { index, bytes } of await local.getSegments(shop.sessionId, viewId, range, NEVER))
      found.set(`${viewId}-${index}`, bytes);
  }
  return found;
}
