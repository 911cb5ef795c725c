/** Where a host says nothing of it, and does not change what it has from one minute to the next. */
const USUAL_SECONDS = 3_600;
/** Longer than this means nothing. */
const MOST_SECONDS = 31_536_000;

type Headers = NodeJS.Dict<string | string[]>;

/** How long the watcher's browser may keep an answer: as long as the host says, for itself alone. */
export function cacheControl(headers: Headers, now: number): string {
  const told = textOf(headers, "cache-control").toLowerCase();
  if (/(?:^|[\s,])no-store(?:$|[\s,])/.test(told)) return "no-store";
  if (/(?:^|[\s,])no-cache(?:$|[\s,=])/.test(told)) return "private, no-cache";
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(told)?.[1];
  const left = maxAge === undefined ? untilExpiry(headers, now) : Number(maxAge) - age(headers);
  if (left <= 0) return "private, no-cache";
  const immutable = /(?:^|[\s,])immutable(?:$|[\s,])/.test(told) ? ", immutable" : "";
  return `private, max-age=${Math.min(left, MOST_SECONDS)}${immutable}`;
}

function untilExpiry(headers: Headers, now: number): number {
  const expires = textOf(headers, "expires");
  if (expires === "") return USUAL_SECONDS;
  const date = Date.parse(textOf(headers, "date"));
  // What is no time is one that is over.
  const left = Date.parse(expires) - (Number.isNaN(date) ? now : date);
  return Number.isNaN(left) ? 0 : Math.floor(left / 1000) - age(headers);
}

const age = (headers: Headers) => Number(/^\d{1,9}$/.exec(textOf(headers, "age"))?.[0] ?? 0);

function textOf(headers: Headers, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}
