import type { Context } from "hono";
import { type ReplaySource, SourceError } from "../sources/source.ts";

/** The query without empty parameters: a form sends what was not filled in as "". */
export const queryOf = (c: Context): Record<string, string> =>
  Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));

/** Aborts when the client goes away. */
export const signalOf = (c: Context): AbortSignal => c.req.raw.signal;

/** The source that the query names; the first where it names none. */
export function chosenSource(c: Context, sources: readonly ReplaySource[]): ReplaySource {
  const { source: id } = queryOf(c);
  const chosen = id === undefined ? sources[0] : sources.find((source) => source.id === id);
  if (chosen !== undefined) return chosen;
  const known = sources.map((source) => source.id).join(", ");
  throw new SourceError(400, `source: must be one of ${known}`);
}
