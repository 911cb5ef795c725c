import { isObject, isSegment, type JsonObject, recordedSegment } from "../recorded-segment.ts";
import type { Part, ShapeContext } from "./shape.ts";

/** Where an item may have its segment, packed or not. */
const CONTENT_KEYS = [
  "segment",
  "data",
  "content",
  "payload",
  "body",
  "bytes",
  "blob",
  "records",
  "compressed",
];
/** Where it may have its address, in itself or in its `links`. */
const ADDRESS_KEYS = [
  "url",
  "href",
  "address",
  "presigned_url",
  "signed_url",
  "download_url",
  "download",
  "location",
  "related",
  "self",
];

/** An item of a list: its records, base64 of compressed bytes, or an address. Undefined when it is none of these. */
export async function readItem(item: unknown, context: ShapeContext): Promise<Part | undefined> {
  if (typeof item === "string") return readString(item, {}, context);
  if (!isObject(item)) return undefined;
  const { attributes, links, ...rest } = item;
  // What JSON:API says of an item itself is not what a segment says of itself.
  const { id: _id, type: _type, ...own } = rest;
  const said = isObject(attributes) ? { ...own, ...attributes } : own;
  if (isSegment(said)) return inline(said);
  for (const key of CONTENT_KEYS) {
    const { [key]: content, ...about } = said;
    if (isSegment(content)) return inline(content, about);
    const read = typeof content === "string" ? await readString(content, about, context) : undefined;
    if (read !== undefined) return read;
  }
  const address = addressIn(said) ?? (isObject(links) ? addressIn(links) : undefined);
  return address === undefined ? undefined : readAddress(address, said, context);
}

async function inline(
  segment: JsonObject & { readonly records: readonly unknown[] },
  about: JsonObject = {},
) {
  const segments = [await recordedSegment(segment, undefined, about)];
  return { segments, token: undefined, shape: "records", isCut: false, notes: [] };
}

/** Text that is an address, a segment as JSON, or base64 of something. */
async function readString(text: string, about: JsonObject, context: ShapeContext) {
  if (/^https?:\/\//i.test(text)) return readAddress(text, about, context);
  const bytes = /^\s*[{[]/.test(text) ? new TextEncoder().encode(text) : fromBase64(text);
  const part = bytes && (await context.readInner(bytes));
  return part && { ...(await withOuter(part, about)), shape: "base64" };
}

async function readAddress(address: string, about: JsonObject, context: ShapeContext) {
  const bytes = await context.fetchAddress(address, context.signal);
  const part = await context.readInner(bytes);
  return part && { ...(await withOuter(part, about)), shape: "addresses" };
}

/** What is said around a single segment counts where the segment itself says nothing. */
async function withOuter(part: Part, about: JsonObject): Promise<Part> {
  const [only] = part.segments;
  if (only === undefined || part.segments.length > 1) return part;
  const outer = await recordedSegment({ records: [] }, only.bytes, about);
  const merged = {
    ...only,
    sessionId: only.sessionId ?? outer.sessionId,
    viewId: only.viewId ?? outer.viewId,
    index: only.index ?? outer.index,
  };
  return { ...part, segments: [merged] };
}

function addressIn(value: JsonObject): string | undefined {
  for (const key of ADDRESS_KEYS) {
    const found = value[key];
    const address = isObject(found) ? found["href"] : found;
    if (typeof address === "string" && /^https?:\/\//i.test(address)) return address;
  }
  return undefined;
}

/** Base64 with either alphabet; undefined for what is none. */
function fromBase64(text: string): Uint8Array | undefined {
  const dense = text.replaceAll(/\s+/g, "");
  if (dense === "" || !/^[\w+/-]+={0,2}$/.test(dense)) return undefined;
  return Buffer.from(dense, "base64");
}
