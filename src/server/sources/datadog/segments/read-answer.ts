import { undoEncoding } from "../http/content-encoding.ts";
import { tokenInHeaders } from "./paging-token.ts";
import type { RecordedSegment } from "./recorded-segment.ts";
import { readPart } from "./shapes/part.ts";
import type { ReadContext } from "./shapes/shape.ts";
import { UnreadableAnswerError } from "./unreadable-answer.ts";

// Datadog documents how segments are asked for, and not what comes: the official clients drop the body. So every form
// is taken that an endpoint of this kind plausibly answers in, told apart by the bytes alone:
//
//   bytes ──▶ Content-Encoding undone ──┬─ zlib  ──▶ streams ──▶ segments, or what is in them  ┐
//                                       ├─ gzip  ──▶ ──────────────────────────────────────────┤ again
//                                       └─ JSON  ──▶ lines │ list │ JSON:API │ one segment     │
//                                                     items: records │ base64 ─────────────────┤
//                                                            │ address ──▶ fetched ────────────┘
//
// Content types are not looked at. What comes out is the same for all: segments as zlib streams, and a token.

/** An answer of the segments endpoint. */
export interface Page {
  readonly segments: readonly RecordedSegment[];
  /** Asks for the next page; undefined on the last. */
  readonly next: string | undefined;
  /** The form it came in, for diagnostics: "lines", "deflate: JSON:API with base64". */
  readonly shape: string;
  /** Its end is missing: asked again, it may be whole. */
  readonly isCut: boolean;
  /** What is odd about it, for a person. */
  readonly notes: readonly string[];
}

/**
 * Reads an answer whatever form it has.
 * @throws {UnreadableAnswerError} when it has none that is known; what `fetchAddress` rejects with.
 */
export async function readAnswer(
  { headers, bytes }: { readonly headers: Headers; readonly bytes: Uint8Array },
  context: ReadContext,
): Promise<Page> {
  const body = await undoEncoding(headers, bytes, context.maxInflatedBytes);
  if (body.length === 0)
    return { segments: [], next: tokenInHeaders(headers), shape: "nothing", isCut: false, notes: [] };
  const part = await readPart(body, context);
  if (part === undefined) throw new UnreadableAnswerError(headers, bytes, UNKNOWN, false);
  if (part.isCut && part.segments.length === 0) throw new UnreadableAnswerError(headers, bytes, CUT, true);
  const { segments, shape, isCut, notes, token } = part;
  return { segments, next: token ?? tokenInHeaders(headers), shape, isCut, notes };
}

const UNKNOWN = "the answer has a form that rum-replay does not know";
const CUT = "the answer is cut off before its first segment ends";
