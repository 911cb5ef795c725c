import { z } from "zod";
import { SourceError } from "../../source.ts";

// The picker's cursors: JSON in base64url. The time range is part of them: Datadog's cursors are good for the very
// query that they came from, and "now" is another one each time.

const base = { from: z.number(), to: z.number() };

/** Where a list of sessions goes on: after Datadog's cursor, or from a place in a ranking. */
const sessionCursorSchema = z.discriminatedUnion("by", [
  z.object({ by: z.literal("time"), after: z.string(), ...base }),
  z.object({ by: z.literal("rank"), offset: z.number().int(), ...base }),
  z.object({ by: z.literal("page"), walk: z.string(), ...base }),
]);
export type SessionCursor = z.infer<typeof sessionCursorSchema>;

const eventCursorSchema = z.object({ by: z.literal("events"), after: z.string(), ...base });
export type EventCursor = z.infer<typeof eventCursorSchema>;

export const toCursor = (cursor: SessionCursor | EventCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString("base64url");

export const fromSessionCursor = (cursor: string | undefined) => fromCursor(cursor, sessionCursorSchema);
export const fromEventCursor = (cursor: string | undefined) => fromCursor(cursor, eventCursorSchema);

/** @throws {SourceError} 400 when it is not a cursor of this source. */
function fromCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (error) {
    throw new SourceError(400, "cursor: not one that this server gave out", { cause: error });
  }
}
