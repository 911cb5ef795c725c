import { createHash } from "node:crypto";
import { encodeSegmentPage, SEGMENT_PAGE_TYPE, type SegmentFrame } from "../../wire/segment-page.ts";
import { DATA_HEADERS, type HeaderTable } from "./page-policy.ts";

/** A page of segments as it is sent. */
export interface SegmentPage {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Those of a 200. */
  readonly headers: HeaderTable;
  /** Those of a 304. */
  readonly unchanged: HeaderTable;
  readonly etag: string;
  /**
   * It never changes: a stored segment does not, so neither does a page that has all of its range. One with a gap can:
   * the missing segment may still arrive, also when the view counts as complete.
   */
  readonly final: boolean;
}

/** What an address stands for never changes. */
export const FOR_GOOD = "private, max-age=31536000, immutable";

/** The page of a range (`first` to `last`) from those of its segments that there are. */
export function segmentPage(
  frames: readonly SegmentFrame[],
  { first, last }: { readonly first: number; readonly last: number },
): SegmentPage {
  const body = encodeSegmentPage(frames);
  const final = frames.length === last - first + 1;
  const etag = final ? `"${body.length}"` : tagOf(frames);
  const cacheControl = final ? FOR_GOOD : "private, no-cache";
  const unchanged = { ...DATA_HEADERS, "Cache-Control": cacheControl, ETag: etag };
  const content = { "Content-Type": SEGMENT_PAGE_TYPE, "Content-Length": String(body.length) };
  return { body, headers: { ...unchanged, ...content }, unchanged, etag, final };
}

/**
 * Of a page with a gap. Pages of an address differ only by which segments there are: the bytes under an index never
 * change. So there is one that has all, and its length will do.
 */
function tagOf(frames: readonly SegmentFrame[]): string {
  const held = Uint32Array.from(frames.flatMap(({ index, bytes }) => [index, bytes.length]));
  return `"${createHash("sha1").update(held).digest("base64url")}"`;
}

/** Whether a client has the page already, by its `If-None-Match`. */
export const hasPage = (ifNoneMatch: string | undefined, { etag }: SegmentPage): boolean =>
  ifNoneMatch !== undefined &&
  ifNoneMatch.split(",").some((each) => ["*", etag, `W/${etag}`].includes(each.trim()));
