import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { epochMs } from "../../base/time.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { parseCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";
import type { ViewDecoder } from "../../replay/translate/view-decoder.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import type { Store } from "../storage/driver.ts";
import { openStore } from "../storage/open-store.ts";
import type { ViewKey } from "../storage/stored-segment.ts";
import { buildThread } from "../built-thread.fixture.ts";
import { DerivedStore } from "./derived-store.ts";
import { startKeyframeMaker } from "./keyframe-maker.ts";
import { MAKER_LIMITS, type MakerLimits, type MakerParts } from "./view-maker.ts";

// Keyframes and facts of what is in a store, for tests of them.

const NEVER = new AbortController().signal;
const inflater = createNodeInflater();

/** Nothing is made unasked. */
export const BY_HAND = { intervalMs: 2 ** 30, pauseMs: 2 ** 30 };

/** Recordings of tests are short: keyframes as dense as they can be. */
const DENSE: Partial<MakerLimits> = {
  spacing: { rawBytes: 1, records: 1, worth: 0 },
  worth: { bytes: 1, segments: 2, rawBytes: 1 },
  growthBytes: 1,
  batchBytes: 1,
};

/** What the maker needs, of a store. */
export const partsOf = (
  store: Store,
  program: URL,
  limits: Partial<MakerLimits> = {},
  readSegments: MakerParts["readSegments"] = (...about) => createLocalSource(store).readSegments(...about),
): MakerParts => ({
  events: store.events,
  derived: new DerivedStore(store.blobs),
  readSegments,
  program,
  limits: { ...MAKER_LIMITS, ...DENSE, ...limits },
});

/** Makes all that there is to make. Gives how many views were worked on, and what was told. */
export async function makeNow(
  ...parts: Parameters<typeof partsOf>
): Promise<{ readonly worked: number; readonly errors: readonly string[] }> {
  const errors: string[] = [];
  const onError = (message: string, error: unknown) => errors.push(`${message}: ${String(error)}`);
  const maker = startKeyframeMaker(partsOf(...parts), { onError, ...BY_HAND });
  try {
    return { worked: await maker.runOnce(NEVER), errors };
  } finally {
    await maker.stop();
  }
}

/** What a source tells of a view's derived data: places, the page at each keyframe, and the facts. */
export async function told(store: Store, { sessionId, viewId }: ViewKey) {
  const source = createLocalSource(store);
  const index = await source.getSegmentIndex(sessionId, viewId, NEVER);
  const list = index?.keyframes;
  if (list === undefined) return undefined;
  const pages: unknown[] = [];
  for (const { after, bytes: size } of list.entries) {
    const bytes = await source.getKeyframe(sessionId, viewId, { list: list.id, after }, NEVER);
    if (bytes?.length !== size) throw new Error(`a keyframe after ${after} has ${bytes?.length} bytes`);
    const checkpoint = parseCheckpoint(JSON.parse(inflateSync(bytes).toString()));
    pages.push(pageOf(createViewDecoder({ from: checkpoint })));
  }
  const facts = await source.getViewFacts(sessionId, viewId, list.id, NEVER);
  const { id, entries, ...more } = list;
  return { id, ...more, places: entries.map(({ after, at }) => ({ after, at })), pages, facts };
}

/** The page as a decoder has it. */
export const pageOf = (decoder: ViewDecoder): unknown =>
  decoder.snapshot(epochMs(0)).map(({ data, type }) => ({ data, type }));

/** Reads a segment as the viewer does. */
export const readText = (bytes: Uint8Array, segmentIndex: number) =>
  readSegment(bytes, inflater, { maxInflatedBytes: 64 * 1024 * 1024, segmentIndex });

/** For each test of a file: an empty store; and the thread's program. */
export function withStore() {
  // Each making starts threads: that takes its time where the machine is busy.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  const test = {} as { built: string; program: URL; directory: string; store: Store };
  beforeAll(async () => {
    test.built = await mkdtemp(join(tmpdir(), "thread-"));
    test.program = await buildThread(new URL("scan.thread.ts", import.meta.url), test.built);
  });
  afterAll(() => rm(test.built, { recursive: true }));
  beforeEach(async () => {
    test.directory = await mkdtemp(join(tmpdir(), "keyframes-"));
    test.store = await openStore({ directory: test.directory });
  });
  afterEach(async () => {
    await test.store.close();
    await rm(test.directory, { recursive: true });
  });
  return test;
}

/** Keys of all derived data. */
export async function keysIn(store: Store): Promise<string[]> {
  const found: string[] = [];
  for await (const key of store.blobs.list("derived/", NEVER)) found.push(key);
  return found;
}

/** Deletes all derived data. */
export async function forgetAll(store: Store): Promise<void> {
  for (const key of await keysIn(store)) await store.blobs.delete(key);
}
