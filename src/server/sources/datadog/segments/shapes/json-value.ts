import { tokenIn } from "../paging-token.ts";
import { isObject, isRecord, type JsonObject, recordedSegment } from "../recorded-segment.ts";
import { readItem } from "./json-item.ts";
import type { Part, ShapeContext } from "./shape.ts";

/** Where an object has its list. */
const LIST_KEYS = ["data", "segments", "results", "items"];

/** A list of segments, or an object around one, as in JSON:API; undefined when it is neither. */
export function readJsonValue(value: unknown, context: ShapeContext): Promise<Part | undefined> {
  if (Array.isArray(value)) return readList(value, "JSON array", context);
  const found = isObject(value) ? listIn(value) : undefined;
  if (found === undefined || !isObject(value)) return Promise.resolve(undefined);
  const token = tokenIn(value);
  return readList(found.list, found.name, context).then((part) => part && { ...part, token });
}

/** The list of an object, however it is wrapped: `{data: […]}`, `{data: {attributes: {segments: […]}}}`. */
function listIn(value: JsonObject): { readonly list: readonly unknown[]; readonly name: string } | undefined {
  for (const key of LIST_KEYS) {
    const inner = value[key];
    if (Array.isArray(inner)) return { list: inner, name: key === "data" ? "JSON:API" : `JSON with ${key}` };
  }
  const { data } = value;
  if (!isObject(data)) return undefined;
  const { attributes } = data;
  const inner = listIn(data) ?? (isObject(attributes) ? listIn(attributes) : undefined);
  if (inner !== undefined) return { list: inner.list, name: "JSON:API" };
  // A single item.
  return { list: [data], name: "JSON:API" };
}

async function readList(
  list: readonly unknown[],
  name: string,
  context: ShapeContext,
): Promise<Part | undefined> {
  const nothing = { token: undefined, isCut: false, notes: [] };
  if (list.length === 0) return { ...nothing, segments: [], shape: `${name}, empty` };
  if (list.every(isRecord))
    return { ...nothing, segments: [await recordedSegment({ records: list })], shape: `${name} of records` };
  const parts: Part[] = [];
  for (const item of list) {
    const part = await readItem(item, context);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const kinds = [...new Set(parts.map(({ shape }) => shape))];
  return {
    segments: parts.flatMap(({ segments }) => segments),
    token: undefined,
    shape: `${name} with ${kinds.join(" and ")}`,
    isCut: parts.some(({ isCut }) => isCut),
    notes: parts.flatMap(({ notes }) => notes),
  };
}
