import { z } from "zod";
import { isObject, type JsonObject } from "../segments/recorded-segment.ts";

// A RUM event as Datadog's search gives it: the SDK's document, and what the intake found out about it.

const eventSchema = z.object({
  id: z.string(),
  attributes: z.object({
    attributes: z.record(z.string(), z.unknown()).catch({}),
    service: z.string().optional().catch(undefined),
    tags: z.array(z.string()).catch([]),
    timestamp: z.string().optional().catch(undefined),
  }),
});

/** Answer of `POST /api/v2/rum/events/search`, as far as it is used. */
export const searchAnswerSchema = z.object({
  data: z.array(eventSchema).default([]),
  meta: z
    .object({
      page: z.object({ after: z.string().optional() }).optional(),
      status: z.string().optional(),
      warnings: z.array(z.object({ title: z.string().optional(), detail: z.string().optional() })).optional(),
    })
    .optional(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** One event. `date` is epoch milliseconds on the client's clock. */
export interface RumEvent {
  readonly id: string;
  /** `session`, `view`, `action`, … */
  readonly type: string;
  readonly date: number;
  readonly document: JsonObject;
  /** `env`, `version`, `sdk_version`, … */
  readonly tags: ReadonlyMap<string, string>;
  readonly service: string | undefined;
}

export function rumEvent({ id, attributes }: SearchAnswer["data"][number]): RumEvent {
  const { attributes: document, tags, service, timestamp } = attributes;
  const received = Date.parse(timestamp ?? "");
  return {
    id,
    type: textAt(document, "type") ?? "",
    date: numberAt(document, "date") ?? (Number.isNaN(received) ? 0 : received),
    document,
    tags: new Map(tags.flatMap(nameAndValue)),
    service: service ?? textAt(document, "service"),
  };
}

/** A tag's value may contain colons. */
function nameAndValue(tag: string): readonly [string, string][] {
  const colon = tag.indexOf(":");
  return colon < 1 ? [] : [[tag.slice(0, colon), tag.slice(colon + 1)]];
}

function at(document: JsonObject, path: string): unknown {
  let value: unknown = document;
  for (const key of path.split("."))
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** Characters; addresses are the longest of what is read. */
const LONGEST_TEXT = 4096;

/** The text at `a.b.c`; a number counts as one. */
export function textAt(document: JsonObject, path: string): string | undefined {
  const value = at(document, path);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value.slice(0, LONGEST_TEXT) : undefined;
}

export function numberAt(document: JsonObject, path: string): number | undefined {
  const value = at(document, path);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function booleanAt(document: JsonObject, path: string): boolean | undefined {
  const value = at(document, path);
  return typeof value === "boolean" ? value : undefined;
}

/** What is counted there; 0 where nothing is. */
export const countAt = (document: JsonObject, path: string): number =>
  Math.max(0, Math.trunc(numberAt(document, path) ?? 0));

/** The list at `a.b.c`; empty where there is none. */
export function listAt(document: JsonObject, path: string): readonly unknown[] {
  const value = at(document, path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
