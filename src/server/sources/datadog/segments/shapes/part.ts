import { unreachable } from "../../../../../base/assert.ts";
import { sniff } from "../../../../../replay/segment/sniff.ts";
import { fromGzip, isGzip } from "../../http/content-encoding.ts";
import { readJsonText } from "./json-text.ts";
import type { Part, ReadContext, ShapeContext } from "./shape.ts";
import { readZlib } from "./zlib-streams.ts";

/** Nothing real is packed deeper. */
const DEEPEST = 4;

/** Reads bytes whatever they are; undefined when they are nothing that is known. `depth`: how deep they were packed. */
export async function readPart(
  bytes: Uint8Array,
  context: ReadContext,
  depth = 0,
): Promise<Part | undefined> {
  context.signal.throwIfAborted();
  if (depth > DEEPEST) return undefined;
  const readInner = (inner: Uint8Array) => readPart(inner, context, depth + 1);
  if (isGzip(bytes)) {
    const inner = await readInner(await fromGzip(bytes, context.maxInflatedBytes));
    return inner && { ...inner, shape: `gzip: ${inner.shape}` };
  }
  return readForm(bytes, { ...context, readInner });
}

function readForm(bytes: Uint8Array, context: ShapeContext): Promise<Part | undefined> {
  const form = sniff(bytes);
  switch (form) {
    case "zlib":
      return readZlib(bytes, context);
    case "json":
      return readJsonText(bytes, context);
    case "unknown":
      return Promise.resolve(undefined);
    default:
      return unreachable(form);
  }
}
