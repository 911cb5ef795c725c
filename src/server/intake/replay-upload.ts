import { parseBoundedJson } from "./bounded-json.ts";
import type { IntakeLimits } from "./limits.ts";
import type { Part } from "./multipart.ts";
import { Refusal, shown } from "./refusal.ts";
import { metadataFromFields } from "./segment-metadata.ts";

/** A segment of an upload, and what the upload says of it (not checked yet). */
export interface UploadedSegment {
  readonly bytes: Uint8Array;
  readonly metadata: unknown;
}

/** What a replay upload carries. */
export type ReplayUpload =
  | { readonly kind: "segments"; readonly segments: readonly UploadedSegment[] }
  /** Canvas or mobile images, named by their `event` part as resources of an application. */
  | { readonly kind: "resources"; readonly event: unknown; readonly images: readonly Part[] };

/**
 * Sorts the parts of a replay upload, which may come in any order:
 *
 *   segment                + event {…}          one segment (SDK 4 and later)
 *   segment                + application.id …   one segment (SDK 3, early 4)
 *   segment, segment, …    + event [{…}, {…}]   several, metadata in the same order (mobile SDKs)
 *   image, …               + event {type: "resource", application: {id}}
 *
 * Parts of other names are ignored.
 */
export function readReplayUpload(
  parts: readonly Part[],
  limits: Pick<IntakeLimits, "fieldBytes">,
): ReplayUpload {
  const named = (name: string) => parts.filter((part) => part.name === name);
  const [segments, images, events] = [named("segment"), named("image"), named("event")];
  refuseLongFields(parts, limits.fieldBytes);
  if (events.length > 1) throw new Refusal(400, [`${events.length} event parts arrived; expected one`]);
  const event = events[0] && parseEvent(events[0]);

  if (segments.length > 0 && images.length === 0) {
    return { kind: "segments", segments: pair(segments, event, parts) };
  }
  if (images.length > 0 && segments.length === 0) return { kind: "resources", event, images };
  const found = parts.map((part) => part.name).slice(0, 10);
  throw new Refusal(400, [`expected segment parts or image parts, got the parts ${shown(found)}`]);
}

function pair(segments: readonly Part[], event: unknown, parts: readonly Part[]): readonly UploadedSegment[] {
  const stated = event === undefined ? [metadataFromFields(parts)] : Array.isArray(event) ? event : [event];
  if (stated.length !== segments.length) {
    throw new Refusal(400, [
      `${segments.length} segment parts came with metadata of ${stated.length}; expected the same number`,
    ]);
  }
  return segments.map(({ bytes }, at) => ({ bytes, metadata: stated[at] as unknown }));
}

/** Metadata of several segments are objects in a list. */
const EVENT_BOUNDS = { depth: 20, values: 20_000 };

function parseEvent({ bytes }: Part): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return parseBoundedJson(text, EVENT_BOUNDS);
  } catch (error) {
    throw new Refusal(400, [`the event part is not JSON: ${(error as Error).message}, got ${shown(text)}`]);
  }
}

function refuseLongFields(parts: readonly Part[], fieldBytes: number): void {
  const long = parts.find(({ name, bytes }) => {
    return name !== "segment" && name !== "image" && bytes.length > fieldBytes;
  });
  if (long) throw new Refusal(413, [`the part ${shown(long.name)} has more than ${fieldBytes} bytes`]);
}
