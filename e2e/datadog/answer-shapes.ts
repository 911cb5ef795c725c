import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { unreachable } from "../../src/base/assert.ts";
import type { HeldSegment, JsonObject } from "./recorded-session.ts";

// Datadog does not say in which form it answers. These are the forms that a reader may meet.

export const ANSWER_SHAPES = [
  "JSON:API records",
  "JSON:API base64",
  "JSON:API addresses",
  "JSON array",
  "JSON array of records",
  "lines",
  "lines under deflate",
  "lines under raw deflate",
  "lines under gzip",
  "concatenated zlib",
  "concatenated zlib under gzip",
  "one zlib stream",
  "merged without end",
] as const;
export type AnswerShape = (typeof ANSWER_SHAPES)[number];

export const TOKEN_PLACES = [
  "meta.page.after",
  "meta.paging",
  "paging",
  "links.next",
  "X-Paging header",
  "Link header",
] as const;
export type TokenPlace = (typeof TOKEN_PLACES)[number];

export interface ShapedAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ShapeOptions {
  readonly shape: AnswerShape;
  readonly token: TokenPlace;
  /** The token of the next page. */
  readonly next: string | undefined;
  /** This page's address, for `links.next`. */
  readonly address: URL;
  /** Where a segment can be fetched by address. */
  readonly addressOf: (segment: HeldSegment) => string;
}

/** A page of segments in the form that is asked for. Where a form has no place for the token, a header has it. */
export function shapedAnswer(segments: readonly HeldSegment[], options: ShapeOptions): ShapedAnswer {
  const { shape, next } = options;
  const envelope = tokenEnvelope(options);
  const hasEnvelope = shape.startsWith("JSON:API") || shape.startsWith("lines");
  const inHeader = next !== undefined && (!hasEnvelope || envelope === undefined);
  const body = bodyOf(segments, options, inHeader || envelope === undefined ? {} : envelope);
  return { body: body.bytes, headers: { ...body.headers, ...(inHeader ? tokenHeader(options, next) : {}) } };
}

interface Body {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

const jsonBody = (value: unknown): Body => ({
  bytes: Buffer.from(JSON.stringify(value)),
  headers: { "Content-Type": "application/json" },
});

const binaryBody = (bytes: Uint8Array, encoding?: string): Body => ({
  bytes,
  headers: {
    "Content-Type": "application/octet-stream",
    ...(encoding === undefined ? {} : { "Content-Encoding": encoding }),
  },
});

const parsed = ({ text }: HeldSegment) => JSON.parse(text) as JsonObject;

function bodyOf(
  segments: readonly HeldSegment[],
  { shape, addressOf }: ShapeOptions,
  envelope: JsonObject,
): Body {
  const trailer = Object.keys(envelope).length === 0 ? "" : `${JSON.stringify(envelope)}\n`;
  const lines = Buffer.from(segments.map(({ text }) => text).join("") + trailer);
  const streams = Buffer.concat(segments.map(({ bytes }) => bytes));
  const jsonApi = (attributes: (segment: HeldSegment) => JsonObject) =>
    jsonBody({
      data: segments.map((each) => ({
        id: `${each.viewId}-${each.index}`,
        type: "rum_replay_segment",
        attributes: attributes(each),
      })),
      ...envelope,
    });
  switch (shape) {
    case "JSON:API records":
      return jsonApi(parsed);
    case "JSON:API base64":
      return jsonApi(({ bytes }) => ({ data: Buffer.from(bytes).toString("base64") }));
    case "JSON:API addresses":
      return jsonApi((segment) => ({ url: addressOf(segment) }));
    case "JSON array":
      return jsonBody(segments.map(parsed));
    case "JSON array of records":
      return jsonBody(segments.flatMap((segment) => parsed(segment)["records"]));
    case "lines":
      return { bytes: lines, headers: { "Content-Type": "application/x-ndjson" } };
    case "lines under deflate":
      return binaryBody(deflateSync(lines), "deflate");
    case "lines under raw deflate":
      return binaryBody(deflateRawSync(lines), "deflate");
    case "lines under gzip":
      return binaryBody(gzipSync(lines), "gzip");
    case "concatenated zlib":
      return binaryBody(streams);
    case "concatenated zlib under gzip":
      return binaryBody(gzipSync(streams), "gzip");
    case "one zlib stream":
      return binaryBody(deflateSync(lines));
    case "merged without end":
      return binaryBody(merged(segments));
    default:
      return unreachable(shape);
  }
}

/** Bodies behind one header, with a wrong checksum: formats of stores that merge what is byte-aligned. */
function merged(segments: readonly HeldSegment[]): Uint8Array {
  // The recorded streams end with an empty last block; deflated anew with sync flushes they can be joined.
  const bodies = segments.map(({ text }) => deflateRawSync(text, { finishFlush: 2 }));
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...bodies, Buffer.from([0x03, 0x00, 1, 2, 3, 4])]);
}

function tokenEnvelope({ token, next, address }: ShapeOptions): JsonObject | undefined {
  if (next === undefined) return {};
  switch (token) {
    case "meta.page.after":
      return { meta: { page: { after: next } } };
    case "meta.paging":
      return { meta: { paging: next } };
    case "paging":
      return { paging: { next } };
    case "links.next":
      return { links: { next: withToken(address, next) } };
    case "X-Paging header":
    case "Link header":
      return undefined;
    default:
      return unreachable(token);
  }
}

const tokenHeader = ({ token, address }: ShapeOptions, next: string): Readonly<Record<string, string>> =>
  token === "Link header" ? { Link: `<${withToken(address, next)}>; rel="next"` } : { "X-Paging": next };

function withToken(address: URL, next: string): string {
  const target = new URL(address);
  target.searchParams.set("paging", next);
  return target.href;
}
