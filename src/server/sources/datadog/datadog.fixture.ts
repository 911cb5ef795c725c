import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "undici";
import { onTestFinished } from "vitest";
import {
  type RecordedSession,
  readSession,
  recordingNames,
} from "../../../../e2e/datadog/recorded-session.ts";
import { type StandIn, startStandIn } from "../../../../e2e/datadog/stand-in.ts";
import { createNodeInflater } from "../../inflate/node-inflater.ts";
import { openFileBlobStore } from "../../storage/file-blob-store.ts";
import { createDatadogSource, type DatadogSource } from "./datadog-source.ts";
import { TestClock } from "./http/test-clock.fixture.ts";
import { SegmentCache } from "./segments/segment-cache.ts";

export const KEYS = { apiKey: "a".repeat(32), appKey: "b".repeat(40) };
export const NEVER = new AbortController().signal;

/** All recordings, some hours after the last of them. */
const SESSIONS = new Map(recordingNames().map((name) => [name, readSession(name)]));
const LAST = Math.max(...[...SESSIONS.values()].flatMap(({ segments }) => segments.map(({ end }) => end)));
const NOW = LAST + 2 * 60 * 60_000;

export interface Setting {
  readonly source: DatadogSource;
  readonly standIn: StandIn;
  readonly clock: TestClock;
}

/** A source that asks a stand-in which has all recordings; both end with the test. */
export async function setUpDatadog(
  options: {
    readonly cacheBytes?: number;
    readonly keys?: typeof KEYS;
    /** Names of the recordings that it has; all when absent. */
    readonly recordings?: readonly string[];
    /** How often it has each event that is no view. */
    readonly copiedEvents?: number;
    /** When it is, epoch milliseconds; two hours after the last recording when absent. */
    readonly now?: number;
  } = {},
) {
  const clock = new TestClock(options.now ?? NOW);
  const names = options.recordings ?? [...SESSIONS.keys()];
  const sessions = names.flatMap((name) => {
    const session = SESSIONS.get(name);
    return session === undefined ? [] : [withCopies(session, options.copiedEvents ?? 1)];
  });
  const directory = await mkdtemp(join(tmpdir(), "datadog-"));
  const standIn = await startStandIn({ sessions, ...KEYS, now: clock.now });
  const blobs = await openFileBlobStore(join(directory, "cache"));
  const source = createDatadogSource({
    site: { site: "datadoghq.eu", apiUrl: standIn.address, ...(options.keys ?? KEYS) },
    blobHosts: null,
    inflater: createNodeInflater(),
    clock,
    cache: new SegmentCache(blobs, options.cacheBytes ?? 1e9),
    dispatcher: new Agent(),
    agent: "rum-replay",
  });
  onTestFinished(async () => {
    await source.close();
    await blobs.close();
    await standIn.close();
    await rm(directory, { recursive: true });
  });
  return { source, standIn, clock } satisfies Setting;
}

function withCopies(session: RecordedSession, times: number): RecordedSession {
  const copied = session.rumEvents.flatMap((event) =>
    event["type"] === "view" ? [event] : Array.from({ length: times }, () => event),
  );
  return { ...session, rumEvents: copied };
}
