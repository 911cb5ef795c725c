// Answer of `GET /bff/sessions/:sessionId/views/:viewId/segments?first=&last=`: the segments whose index is
// in that range, as recorded, one frame each in order of index:
//
//   ┌────────────┬────────────┬───────────────┐
//   │ index u32  │ length u32 │ length bytes  │  … (big-endian)
//   └────────────┴────────────┴───────────────┘

/** Content type of a page of segments. */
export const SEGMENT_PAGE_TYPE = "application/vnd.rum-replay.segments";

const HEADER_BYTES = 8;

/** One segment's bytes as recorded, and its `index_in_view`. */
export interface SegmentFrame {
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Joins segments into one page body. */
export function encodeSegmentPage(frames: readonly SegmentFrame[]): Uint8Array<ArrayBuffer> {
  const page = new Uint8Array(frames.reduce((sum, frame) => sum + HEADER_BYTES + frame.bytes.length, 0));
  const view = new DataView(page.buffer);
  let at = 0;
  for (const { index, bytes } of frames) {
    view.setUint32(at, index);
    view.setUint32(at + 4, bytes.length);
    page.set(bytes, at + HEADER_BYTES);
    at += HEADER_BYTES + bytes.length;
  }
  return page;
}

/**
 * Splits a page body; the frames share its memory.
 * @throws {RangeError} when the body ends inside a frame.
 */
export function decodeSegmentPage(page: Uint8Array): SegmentFrame[] {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const frames: SegmentFrame[] = [];
  for (let at = 0; at < page.length;) {
    if (at + HEADER_BYTES > page.length) throw cutOff(page.length, at + HEADER_BYTES);
    const index = view.getUint32(at);
    const end = at + HEADER_BYTES + view.getUint32(at + 4);
    if (end > page.length) throw cutOff(page.length, end);
    frames.push({ index, bytes: page.subarray(at + HEADER_BYTES, end) });
    at = end;
  }
  return frames;
}

const cutOff = (got: number, expected: number) =>
  new RangeError(`a page of segments ends after ${got} bytes where at least ${expected} were expected`);
