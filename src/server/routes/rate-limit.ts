import type { Context, MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { type RateLimitInfo, rateLimiter } from "hono-rate-limiter";

/** At most so many requests of one client in so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What is limited, and what tells clients apart. */
export interface Limited {
  /** Value of `X-RateLimit-Name`. */
  readonly name: string;
  readonly client: (c: Context) => string;
}

/** Headers that say what is left of a limit, as Datadog's servers send them. */
export const RATE_LIMIT_HEADERS = ["Limit", "Period", "Remaining", "Reset", "Name"].map(
  (name) => `X-RateLimit-${name}`,
);

/** Refuses with 429 what is over the limit, and says with every answer what is left. */
export function limitRate({ requests, seconds }: RateLimit, { name, client }: Limited): MiddlewareHandler {
  /** Returns the seconds until the limit starts anew. */
  const describe = (c: Context): string => {
    const { limit, remaining, resetTime } = c.get("rateLimit") as RateLimitInfo;
    const reset = String(Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000)));
    const values = [limit, seconds, remaining, reset, name].map(String);
    for (const [at, header] of RATE_LIMIT_HEADERS.entries()) c.header(header, values[at]);
    return reset;
  };
  const limiter = rateLimiter({
    windowMs: seconds * 1000,
    limit: requests,
    standardHeaders: false,
    keyGenerator: client,
    handler(c) {
      c.header("Retry-After", describe(c));
      const errors = [`more than ${requests} requests in ${seconds} seconds: try again later`];
      return c.json({ errors }, 429);
    },
  });
  return every(limiter, async (c, next) => {
    describe(c);
    await next();
  });
}
