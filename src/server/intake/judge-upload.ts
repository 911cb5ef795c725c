import type { Inflater } from "../../replay/segment/inflater.ts";
import type { Resource } from "../storage/stored-resource.ts";
import type { IncomingRumEvent } from "../storage/stored-rum-event.ts";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import { decodeBody } from "./decode-body.ts";
import type { IntakeLimits } from "./limits.ts";
import { readParts } from "./multipart.ts";
import { Refusal } from "./refusal.ts";
import { readReplayUpload } from "./replay-upload.ts";
import { readResources } from "./resource-check.ts";
import { readRumUpload } from "./rum-upload.ts";
import { checkSegments } from "./segment-check.ts";
import type { Track } from "./upload-address.ts";

/** An upload whose body has arrived. Plain data: it can be sent to another thread. */
export interface WholeUpload {
  readonly track: Track;
  readonly body: Uint8Array;
  /** Of the body: `deflate`, `gzip`, `identity` or "". */
  readonly encoding: string;
  readonly contentType: string;
  /** "" where it is not said. */
  readonly sdkVersion: string;
}

/** What is to be stored of an upload, or why it is not taken. Plain data too. */
export type Verdict =
  | { readonly kind: "segments"; readonly segments: readonly IncomingSegment[] }
  | { readonly kind: "resources"; readonly resources: readonly Resource[] }
  | { readonly kind: "rum-events"; readonly events: readonly IncomingRumEvent[]; readonly skipped: number }
  | { readonly kind: "refused"; readonly status: Refusal["status"]; readonly errors: readonly string[] };

/** Judges uploads, here or elsewhere. Rejects only where the judging itself fails. */
export type Judge = (upload: WholeUpload) => Promise<Verdict>;

/** What judging needs beside the upload. */
export interface JudgeMeans {
  readonly inflater: Inflater;
  readonly limits: IntakeLimits;
}

/** Most bytes of a body of a track, as sent and decoded. */
export const bodyBytesOf = (track: Track, limits: IntakeLimits): number =>
  track === "replay" ? limits.replayBodyBytes : limits.rumBodyBytes;

/** Checks all of an upload. What it takes of processor time and memory, it takes on the thread that calls it. */
export async function judgeUpload(upload: WholeUpload, means: JudgeMeans): Promise<Verdict> {
  try {
    const maxBytes = bodyBytesOf(upload.track, means.limits);
    const body = await decodeBody(upload.body, upload.encoding, maxBytes, means.inflater);
    return upload.track === "replay"
      ? await judgeReplay(upload, body, means)
      : { kind: "rum-events", ...readRumUpload(body, means.limits) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", status: error.status, errors: error.errors };
    throw error;
  }
}

async function judgeReplay(upload: WholeUpload, body: Uint8Array, means: JudgeMeans): Promise<Verdict> {
  const parts = await readParts(body, upload.contentType, means.limits);
  const replay = readReplayUpload(parts, means.limits);
  return replay.kind === "resources"
    ? { kind: "resources", resources: readResources(replay) }
    : { kind: "segments", segments: await checkSegments(replay.segments, upload.sdkVersion, means) };
}
