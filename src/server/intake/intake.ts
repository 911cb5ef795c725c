import type { Readable } from "node:stream";
import type { EpochMs } from "../../base/time.ts";
import type { EventPlatform } from "../storage/driver.ts";
import type { ResourceStore } from "../storage/stored-resource.ts";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import type { ClientHints } from "../storage/stored-session.ts";
import { readClientHints } from "./client-hints.ts";
import { HeldBytes } from "./held-bytes.ts";
import { bodyBytesOf, type Judge, type Verdict } from "./judge-upload.ts";
import type { IntakeLimits } from "./limits.ts";
import { readBody } from "./read-body.ts";
import { Refusal, refuseIfAny, shown } from "./refusal.ts";
import {
  clientTokenOf,
  sdkVersionOf,
  trackOf,
  type UploadAddress,
  type UploadHeaders,
} from "./upload-address.ts";

/** What the intake works with. */
export interface IntakeDeps {
  readonly events: EventPlatform;
  readonly resources: ResourceStore;
  readonly judge: Judge;
  readonly now: () => EpochMs;
  /** Client tokens that may upload; null for any. */
  readonly clientTokens: ReadonlySet<string> | null;
  readonly limits: IntakeLimits;
}

/** A request of an SDK. With `proxy`, `path` and `query` are those of `ddforward`. */
export interface IntakeUpload extends UploadAddress, UploadHeaders {
  /** The headers; "" where there is none. */
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly userAgent: string;
  readonly body: Readable | null;
}

interface IntakeAnswer {
  readonly status: 202 | 400 | 403 | 404 | 413 | 503;
  /** Why it was not taken. */
  readonly errors?: readonly string[];
  /** RUM events that were left out (`RumUpload.skipped`), where there are any. */
  readonly skipped?: number;
}

/** Takes what the SDKs send: segments, RUM events, and images that segments refer to. */
export interface Intake {
  /**
   * Checks an upload and stores it when nothing is wrong with it. A 202 means that all of it is durable;
   * any other answer, that nothing of it is stored.
   *
   * Rejects when the store fails, and when `signal` aborts before the body is complete; a body that has arrived
   * is stored even if its sender has gone, as a page that closes does.
   */
  accept(upload: IntakeUpload, signal: AbortSignal): Promise<IntakeAnswer>;
}

export function createIntake(deps: IntakeDeps): Intake {
  const held = new HeldBytes(deps.limits.heldBytes);

  async function take(upload: IntakeUpload, signal: AbortSignal): Promise<IntakeAnswer> {
    const track = trackOf(upload.path);
    if (track === null) {
      throw new Refusal(404, [
        `${shown(upload.path)} is not taken here; expected /api/v2/replay, /api/v2/rum or /v1/input/<token>`,
      ]);
    }
    refuseWrongToken(upload, deps.clientTokens);
    const hints = readClientHints(upload.userAgent, deps.now());
    const { contentType } = upload;
    const encoding = upload.query.get("dd-evp-encoding") ?? upload.contentEncoding;
    const sdkVersion = sdkVersionOf(upload);
    return held.during(async (hold) => {
      const body = await readBody(upload.body, bodyBytesOf(track, deps.limits), hold, signal);
      return store(await deps.judge({ track, body, encoding, contentType, sdkVersion }), hints, deps);
    });
  }

  return {
    async accept(upload, signal) {
      try {
        return await take(upload, signal);
      } catch (error) {
        if (error instanceof Refusal) return { status: error.status, errors: error.errors };
        throw error;
      }
    },
  };
}

async function store(verdict: Verdict, hints: ClientHints, deps: IntakeDeps): Promise<IntakeAnswer> {
  switch (verdict.kind) {
    case "refused":
      throw new Refusal(verdict.status, verdict.errors);
    case "resources":
      for (const resource of verdict.resources) await deps.resources.put(resource, UNINTERRUPTED);
      break;
    case "rum-events":
      if (verdict.events.length > 0) await deps.events.putRumEvents(verdict.events, hints);
      if (verdict.skipped > 0) return { status: 202, skipped: verdict.skipped };
      break;
    case "segments":
      await storeSegments(verdict.segments, hints, deps.events);
      break;
  }
  return { status: 202 };
}

async function storeSegments(
  segments: readonly IncomingSegment[],
  hints: ClientHints,
  events: EventPlatform,
): Promise<void> {
  const results = await events.putSegments(segments, hints);
  refuseIfAny(segments.flatMap(({ meta }, at) => (results[at] === "conflict" ? [conflict(meta)] : [])));
}

const UNINTERRUPTED = new AbortController().signal;

function refuseWrongToken(upload: IntakeUpload, allowed: ReadonlySet<string> | null): void {
  if (allowed === null) return;
  const token = clientTokenOf(upload);
  if (token !== null && allowed.has(token)) return;
  throw new Refusal(403, [
    token === null
      ? "no client token: expected dd-api-key in the query, or the header DD-API-KEY"
      : `the client token ${shown(token)} is not one that this server takes`,
  ]);
}

function conflict({ viewId, indexInView }: IncomingSegment["meta"]): string {
  return `view ${viewId} has another segment with index_in_view ${indexInView} already; nothing of this upload is stored`;
}
