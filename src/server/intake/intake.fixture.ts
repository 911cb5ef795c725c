import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Hono } from "hono";
import { onTestFinished } from "vitest";
import { epochMs } from "../../base/time.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { intakeRoutes, type IntakeRouteDeps } from "../routes/intake.ts";
import type { Store } from "../storage/driver.ts";
import type { SegmentMeta, ViewKey } from "../storage/stored-segment.ts";
import { openStore } from "../storage/open-store.ts";
import { createIntake, type Intake } from "./intake.ts";
import { type Judge, judgeUpload } from "./judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from "./limits.ts";

// An intake on a real store in a folder of its own, and what SDKs post to it.

export const RECEIVED_AT = epochMs(1_800_000_000_000);
export const APPLICATION = "5f0c7d2e-4c1b-4d8e-9a77-1c2f3e4d5a6b";
export const VIEW: ViewKey = { sessionId: "session-1", viewId: "view-1" };
export const REPLAY = `/intake?ddforward=${encodeURIComponent("/api/v2/replay?ddsource=browser&dd-api-key=pub1&dd-evp-origin-version=7.16.2")}`;
export const RUM = `/intake?ddforward=${encodeURIComponent("/api/v2/rum?ddsource=browser&dd-api-key=pub1")}`;

const UNINTERRUPTED = new AbortController().signal;

export interface IntakeOptions extends Omit<IntakeRouteDeps, "intake"> {
  readonly clientTokens?: readonly string[];
  readonly limits?: Partial<IntakeLimits>;
  /** What judges; on this thread when absent. */
  readonly judge?: Judge;
  /** Runs before each put of segments: to let it wait or fail. */
  readonly beforePut?: () => Promise<void>;
}

export interface OpenIntake {
  readonly app: Hono;
  readonly intake: Intake;
  readonly store: Store;
  /** Posts to the app without a socket and reads the answer's JSON. */
  readonly post: (
    address: string,
    body: Exclude<RequestInit["body"], undefined>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly json: unknown }>;
  readonly segments: (view?: ViewKey) => Promise<readonly SegmentMeta[]>;
  /** Whether nothing at all of a session is stored. */
  readonly isEmpty: (sessionId?: string) => Promise<boolean>;
}

export async function openIntake(options: IntakeOptions = {}): Promise<OpenIntake> {
  const directory = await mkdtemp(join(tmpdir(), "intake-"));
  const store = await openStore({ directory, now: () => RECEIVED_AT });
  onTestFinished(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const { clientTokens, judge, beforePut, ...routes } = options;
  const limits = { ...DEFAULT_INTAKE_LIMITS, ...options.limits };
  const means = { inflater: createNodeInflater(), limits };
  const events: Store["events"] = {
    ...store.events,
    async putSegments(segments, hints) {
      await beforePut?.();
      return store.events.putSegments(segments, hints);
    },
  };
  const intake = createIntake({
    events,
    resources: store.resources,
    judge: judge ?? ((upload) => judgeUpload(upload, means)),
    now: () => RECEIVED_AT,
    clientTokens: clientTokens ? new Set(clientTokens) : null,
    limits,
  });
  const app = intakeRoutes({ intake, ...routes });
  return {
    app,
    intake,
    store,
    async post(address, body, headers = {}) {
      const response = await app.request(address, { method: "POST", body, headers });
      return { status: response.status, json: await response.json() };
    },
    async segments(view = VIEW) {
      const entries = await store.events.listSegments(view, { afterIndex: -1, limit: 1000 }, UNINTERRUPTED);
      return entries.map(({ meta }) => meta);
    },
    isEmpty: async (sessionId = VIEW.sessionId) =>
      (await store.events.getSession(sessionId, UNINTERRUPTED)) === null,
  };
}

export const META_RECORD = {
  type: 4,
  timestamp: 1_700_000_000_000,
  data: { href: "https://shop.example/cart", width: 800, height: 600 },
};
export const FOCUS_RECORD = { type: 6, timestamp: 1_700_000_000_500, data: { has_focus: true } };

/** Metadata as the SDK writes it into a segment of the two records above. */
export function metadata(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    start: META_RECORD.timestamp,
    end: FOCUS_RECORD.timestamp,
    creation_reason: "init",
    records_count: 2,
    has_full_snapshot: false,
    index_in_view: 0,
    source: "browser",
    application: { id: APPLICATION },
    session: { id: VIEW.sessionId },
    view: { id: VIEW.viewId },
    ...overrides,
  };
}

/** A segment's bytes as the SDK makes them. */
export function segmentBytes(
  inText: Readonly<Record<string, unknown>> = metadata(),
  records: readonly unknown[] = [META_RECORD, FOCUS_RECORD],
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(deflateSync(`${JSON.stringify({ records, ...inText })}\n`));
}

export const segmentPart = (bytes: Uint8Array<ArrayBuffer>) =>
  new Blob([bytes], { type: "application/octet-stream" });

export const jsonPart = (value: unknown) => new Blob([JSON.stringify(value)], { type: "application/json" });

/** A replay upload of SDK 4 and later. */
export function replayForm(
  bytes: Uint8Array<ArrayBuffer> = segmentBytes(),
  event: unknown = metadata({ compressed_segment_size: bytes.length }),
): FormData {
  const form = new FormData();
  form.append("segment", segmentPart(bytes), "session-1-1700000000000");
  form.append("event", jsonPart(event));
  return form;
}

/** A RUM event with all that is needed to keep it. */
export function rumEvent(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "action",
    date: 1_700_000_000_100,
    application: { id: APPLICATION },
    session: { id: VIEW.sessionId, type: "user" },
    view: { id: VIEW.viewId, url: "https://shop.example/cart" },
    action: { id: "action-1", type: "click" },
    ...overrides,
  };
}
