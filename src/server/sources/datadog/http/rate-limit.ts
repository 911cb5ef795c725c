// What Datadog says of its limits with every answer (https://docs.datadoghq.com/api/latest/rate-limits/):
//
//   X-RateLimit-Limit      requests in a period          X-RateLimit-Reset   seconds until the period is over
//   X-RateLimit-Period     its length, seconds           X-RateLimit-Name    which limit it is
//   X-RateLimit-Remaining  requests left in it           Retry-After         with a 429: seconds, or a date

/** The limit headers of an answer, as far as they are there. Times are milliseconds. */
export interface LimitHeaders {
  readonly name: string | undefined;
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** Its length. */
  readonly periodMs: number | undefined;
  /** Milliseconds until the period is over. */
  readonly resetMs: number | undefined;
  /** Milliseconds to wait before asking again. */
  readonly retryMs: number | undefined;
}

/** A site that says hours is not believed beyond this; it will say so again. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Reads them; `now` is for a `Retry-After` that is a date. */
export function readLimitHeaders(headers: Headers, now: number): LimitHeaders {
  const count = (name: string) => {
    const text = headers.get(`x-ratelimit-${name}`)?.trim() ?? "";
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  };
  const milliseconds = (name: string) => {
    const seconds = count(name);
    return seconds === undefined ? undefined : bounded(seconds * 1000);
  };
  return {
    name: headers.get("x-ratelimit-name") ?? undefined,
    limit: count("limit"),
    remaining: count("remaining"),
    periodMs: milliseconds("period"),
    resetMs: milliseconds("reset"),
    retryMs: retryAfter(headers.get("retry-after")?.trim() ?? "", now),
  };
}

function retryAfter(text: string, now: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1000);
  const date = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : bounded(date - now);
}

const bounded = (ms: number) => Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
