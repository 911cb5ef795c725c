import { SourceError } from "../../source.ts";

/**
 * Checks a query that a person typed as far as it can be without Datadog: quotes and parentheses are closed, so that
 * it says nothing about the terms around it.
 * @throws {SourceError} 400 naming what is wrong and where.
 */
export function checkTypedQuery(query: string): void {
  const open: number[] = [];
  let quotedSince = -1;
  for (let at = 0; at < query.length; at += 1) {
    const character = query[at];
    if (character === "\\") at += 1;
    else if (character === '"') quotedSince = quotedSince < 0 ? at : -1;
    else if (quotedSince >= 0) continue;
    else if (character === "(") open.push(at);
    else if (character === ")" && open.pop() === undefined) throw unbalanced(query, at, "closes nothing");
  }
  if (quotedSince >= 0) throw unbalanced(query, quotedSince, "is never closed");
  const [left] = open.slice(-1);
  if (left !== undefined) throw unbalanced(query, left, "is never closed");
  if (query.endsWith("\\") && !query.endsWith("\\\\"))
    throw unbalanced(query, query.length - 1, "has nothing after it");
}

const unbalanced = (query: string, at: number, what: string) =>
  new SourceError(
    400,
    `rum: the ${query[at]} at character ${at + 1} ${what}; a literal one is written with a backslash before it`,
  );
