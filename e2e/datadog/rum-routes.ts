import { z } from "zod";
import { createHash } from "node:crypto";
import { type StoredEvent, valueAt } from "./rum-events.ts";
import { parseRumQuery, RumQueryError } from "./rum-query.ts";

// The documented `POST /api/v2/rum/events/search` and `POST /api/v2/rum/analytics/aggregate`
// (https://docs.datadoghq.com/api/latest/rum/). What is not documented is refused.

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

const filterSchema = z.strictObject({
  query: z.string().default("*"),
  from: z.string().default("now-15m"),
  to: z.string().default("now"),
});
const pageSchema = z.strictObject({
  limit: z.number().int().min(1).max(1000).default(10),
  cursor: z.string().optional(),
});
const optionsSchema = z.strictObject({ timezone: z.string(), timeOffset: z.number() }).partial();
const searchSchema = z.strictObject({
  filter: filterSchema,
  sort: z.enum(["timestamp", "-timestamp"]).default("-timestamp"),
  page: pageSchema.default({ limit: 10 }),
  options: optionsSchema.optional(),
});

/** A page of events. */
export function searchEvents(body: string, events: readonly StoredEvent[], now: number): JsonAnswer {
  return answered(body, searchSchema, ({ filter, sort, page }) => {
    const found = matching(events, filter, now).toSorted(
      (a, b) => (sort === "timestamp" ? a.date - b.date : b.date - a.date) || (a.id < b.id ? -1 : 1),
    );
    const start = page.cursor === undefined ? 0 : cursorPlace(page.cursor, { filter, sort });
    const given = found.slice(start, start + page.limit);
    const next = start + page.limit;
    const after = next < found.length ? cursorOf(next, { filter, sort }) : undefined;
    return {
      data: given.map(searchedEvent),
      meta: {
        elapsed: 1,
        request_id: "stand-in",
        status: "done",
        ...(after === undefined ? {} : { page: { after } }),
      },
      links: {},
    };
  });
}

const searchedEvent = ({ id, date, service, tags, attributes }: StoredEvent) => ({
  id,
  type: "rum",
  attributes: {
    service,
    timestamp: new Date(date).toISOString(),
    tags: [...tags].map(([name, value]) => `${name}:${value}`),
    attributes,
  },
});

const computeSchema = z.strictObject({
  aggregation: z.enum(["count", "max"]),
  metric: z.string().startsWith("@").optional(),
  type: z.enum(["total"]).default("total"),
});
const aggregateSchema = z.strictObject({
  filter: filterSchema,
  compute: z.array(computeSchema).length(1),
  group_by: z
    .array(
      z.strictObject({
        facet: z.string(),
        limit: z.number().int().min(1).max(1000).default(10),
        sort: z.strictObject({
          type: z.enum(["measure"]),
          aggregation: z.enum(["count", "max"]),
          metric: z.string().startsWith("@").optional(),
          order: z.enum(["asc", "desc"]).default("desc"),
        }),
      }),
    )
    .length(1),
  options: optionsSchema.optional(),
});

/** The greatest groups of a facet. */
export function aggregateEvents(body: string, events: readonly StoredEvent[], now: number): JsonAnswer {
  return answered(body, aggregateSchema, ({ filter, compute: [compute], group_by: [group] }) => {
    if (compute === undefined || group === undefined) throw new RumQueryError("nothing to compute");
    const groups = new Map<string, StoredEvent[]>();
    for (const event of matching(events, filter, now)) {
      const value = facetOf(event, group.facet);
      if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), event]);
    }
    const measure = (members: readonly StoredEvent[]) =>
      compute.aggregation === "count"
        ? members.length
        : Math.max(...members.map((event) => Number(attributeOf(event, compute.metric ?? "") ?? 0)));
    const buckets = [...groups].map(([value, members]) => ({
      by: { [group.facet]: value },
      computes: { c0: measure(members) },
    }));
    const sign = group.sort.order === "desc" ? -1 : 1;
    return {
      data: {
        buckets: buckets.toSorted((a, b) => sign * (a.computes.c0 - b.computes.c0)).slice(0, group.limit),
      },
      meta: { elapsed: 1, request_id: "stand-in", status: "done" },
    };
  });
}

const facetOf = (event: StoredEvent, facet: string): string | undefined => {
  const value = facet.startsWith("@") ? attributeOf(event, facet) : event.tags.get(facet);
  return typeof value === "string" ? value : undefined;
};

const attributeOf = ({ attributes }: StoredEvent, field: string) =>
  valueAt(attributes, ...field.slice(1).split("."));

const refused = (...errors: readonly string[]): JsonAnswer => ({ status: 400, body: { errors } });

function answered<T>(body: string, schema: z.ZodType<T>, answer: (request: T) => unknown): JsonAnswer {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refused("the body is no JSON");
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    return refused(...parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  try {
    return { status: 200, body: answer(parsed.data) };
  } catch (error) {
    if (error instanceof RumQueryError) return refused(error.message);
    throw error;
  }
}

function matching(
  events: readonly StoredEvent[],
  { query, from, to }: z.infer<typeof filterSchema>,
  now: number,
): readonly StoredEvent[] {
  const matches = query === "*" ? () => true : parseRumQuery(query);
  const [start, end] = [timeOf(from, now), timeOf(to, now)];
  return events.filter((event) => event.date >= start && event.date <= end && matches(event));
}

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** Epoch milliseconds, `now`, or `now-15m`. */
function timeOf(text: string, now: number): number {
  if (/^\d{10,16}$/.test(text)) return Number(text);
  const [, count = "0", unit = "s"] = /^now(?:-(\d+)([smhd]))?$/.exec(text) ?? refuseTime(text);
  return now - Number(count) * (UNITS[unit] ?? 1);
}

function refuseTime(text: string): never {
  throw new RumQueryError(`Invalid time: ${text}`);
}

/** A cursor is good for its own search only. */
const cursorOf = (place: number, search: unknown) => `${place}.${digest(place, search)}`;

function cursorPlace(cursor: string, search: unknown): number {
  const place = Number(cursor.split(".")[0]);
  if (cursor !== cursorOf(place, search))
    throw new RumQueryError("Invalid cursor: it belongs to another search");
  return place;
}

const digest = (...parts: readonly unknown[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
