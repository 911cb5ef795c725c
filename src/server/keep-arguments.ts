import { parseArgs } from "node:util";
import type { Config } from "./config.ts";

/** What the command is asked to keep. Times are epoch milliseconds. */
export interface KeepArguments {
  /** Id of the source. */
  readonly source: string;
  readonly which:
    | { readonly by: "id"; readonly ids: readonly string[] }
    | { readonly by: "query"; readonly query: string; readonly from?: number; readonly to?: number };
  /** Most sessions. */
  readonly limit: number;
}

export const USAGE = `npm run keep -- --query '…' [--from TIME] [--to TIME] [--limit N] [--source SITE]
npm run keep -- SESSION_ID… [--source SITE]

Saves sessions of a Datadog site into the embedded store (DATA_DIR). What is there already is not fetched again;
the same command goes on where it was stopped.

  --query   terms in Datadog's search syntax; '*': all recorded sessions
  --from    first moment: 2026-11-01, 2026-11-01T12:00:00Z, or 7d, 12h, 30m before now; 30 days before now if absent
  --to      last moment; now if absent
  --limit   at most so many sessions, the newest
  --source  which site, where DD_SITE has several`;

/** The arguments cannot be followed; the message says why, for a person. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/**
 * Reads the command's arguments. `now`: epoch milliseconds.
 * @throws {ArgumentError}
 */
export function readKeepArguments(
  given: readonly string[],
  sites: readonly Pick<Config["datadog"]["sites"][number], "site">[],
  now: number,
): KeepArguments {
  const { values, positionals: ids } = parsed(given);
  const source = sourceOf(
    values.source,
    sites.map(({ site }) => site),
  );
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit >= 1) || (Number.isFinite(limit) && !Number.isInteger(limit)))
    throw new ArgumentError("--limit: must be a whole number from 1");
  const { query } = values;
  if ((query === undefined) === (ids.length === 0))
    throw new ArgumentError("either --query or ids of sessions must be given, and not both");
  const [from, to] = [timeOf("--from", values.from, now), timeOf("--to", values.to, now)];
  if (query === undefined) {
    if (from ?? to) throw new ArgumentError("--from and --to go with --query");
    return { source, which: { by: "id", ids: [...new Set(ids)] }, limit };
  }
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return { source, which: { by: "query", query, ...range }, limit };
}

function parsed(given: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { query: text, from: text, to: text, source: text, limit: text };
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function sourceOf(asked: string | undefined, sites: readonly string[]): string {
  const [first, ...others] = sites;
  if (first === undefined)
    throw new ArgumentError("no Datadog site is set up: set DD_SITE, DD_API_KEY and DD_APP_KEY");
  if (asked === undefined && others.length === 0) return first;
  if (asked !== undefined && sites.includes(asked)) return asked;
  throw new ArgumentError(`--source: must be one of ${sites.join(", ")}`);
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeOf(name: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const time = count === undefined ? Date.parse(text) : now - Number(count) * (UNITS[unit] ?? 0);
  if (!Number.isNaN(time)) return time;
  throw new ArgumentError(
    `${name}: must be a date such as 2026-11-01 or 2026-11-01T12:00:00Z, or 7d, 12h, 30m`,
  );
}
