import type { EpochMs } from "../../base/time.ts";
import type { Inflater } from "../../replay/segment/inflater.ts";
import type { EventPlatform } from "../storage/driver.ts";
import type { ResourceStore } from "../storage/stored-resource.ts";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import type { ClientHints } from "../storage/stored-session.ts";
import { decodeBody, readBody } from "./body.ts";
import { readClientHints } from "./client-hints.ts";
import { HeldBytes } from "./held-bytes.ts";
import type { IntakeLimits } from "./limits.ts";
import { readParts } from "./multipart.ts";
import { Refusal, refuseIfAny, shown } from "./refusal.ts";
import { readReplayUpload } from "./replay-upload.ts";
import { readResources } from "./resource-check.ts";
import { readRumUpload } from "./rum-upload.ts";
import { checkSegments } from "./segment-check.ts";
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
  readonly inflater: Inflater;
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
  readonly body: ReadableStream<Uint8Array> | null;
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
  const takers = { replay: createReplayTaker(deps), rum: createRumTaker(deps) };

  async function take(upload: IntakeUpload, signal: AbortSignal): Promise<IntakeAnswer> {
    const track = trackOf(upload.path);
    if (track === null) {
      throw new Refusal(404, [
        `${shown(upload.path)} is not taken here; expected /api/v2/replay, /api/v2/rum or /v1/input/<token>`,
      ]);
    }
    refuseWrongToken(upload, deps.clientTokens);
    const hints = readClientHints(upload.userAgent, deps.now());
    const maxBytes = track === "replay" ? deps.limits.replayBodyBytes : deps.limits.rumBodyBytes;
    const encoding = upload.query.get("dd-evp-encoding") ?? upload.contentEncoding;
    return held.during(async (hold) => {
      const received = await readBody(upload.body, maxBytes, hold, signal);
      const body = await decodeBody(received, encoding, maxBytes, deps.inflater);
      return takers[track](upload, body, hints);
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

type Taker = (upload: IntakeUpload, body: Uint8Array, hints: ClientHints) => Promise<IntakeAnswer>;

function createReplayTaker(deps: IntakeDeps): Taker {
  return async (upload, body, hints) => {
    const parts = await readParts(body, upload.contentType, deps.limits);
    const replay = readReplayUpload(parts, deps.limits);
    if (replay.kind === "resources") {
      for (const resource of readResources(replay)) await deps.resources.put(resource, UNINTERRUPTED);
      return { status: 202 };
    }
    const segments = await checkSegments(replay.segments, sdkVersionOf(upload), deps);
    const results = await deps.events.putSegments(segments, hints);
    refuseIfAny(segments.flatMap(({ meta }, at) => (results[at] === "conflict" ? [conflict(meta)] : [])));
    return { status: 202 };
  };
}

function createRumTaker({ events, limits }: IntakeDeps): Taker {
  return async (_upload, body, hints) => {
    const { events: incoming, skipped } = readRumUpload(body, limits);
    if (incoming.length > 0) await events.putRumEvents(incoming, hints);
    return skipped > 0 ? { status: 202, skipped } : { status: 202 };
  };
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
