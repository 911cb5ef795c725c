import { z } from "zod";
import type { SessionSort } from "../../../wire/session.ts";
import { SourceError } from "../source.ts";

// Cursors are opaque to clients: positions of the store as JSON in base64url.

/** The cursor of a position. */
export const toCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/**
 * The position of a cursor; undefined for none.
 * @throws {SourceError} 400 when it is not a cursor of that schema.
 */
export function fromCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (error) {
    throw new SourceError(400, "cursor: not one that this server gave out", { cause: error });
  }
}

/** `SessionPosition` of an order, which the cursor names: it is good for no other. */
export const sessionPositionSchema = (sort: SessionSort) =>
  z.object({
    sort: z.literal(sort),
    keys: z.array(z.number()).length(sort === "newest" ? 1 : 2),
    id: z.string(),
  });

/** `RumEventPosition` */
export const rumEventPositionSchema = z.object({ date: z.number(), id: z.string() });
