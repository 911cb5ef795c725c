import type { Context, MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { type RateLimitInfo, rateLimiter } from "hono-rate-limiter";
import { errorAnswer } from "./errors.ts";

/** At most so many requests with one API key in so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

const NAME = "rum_replay_segments";

/** Refuses with 429 what is over the limit, and says in Datadog's headers what is left. */
export function limitRate({ requests, seconds }: RateLimit): MiddlewareHandler {
  const limiter = rateLimiter({
    windowMs: seconds * 1000,
    limit: requests,
    standardHeaders: false,
    keyGenerator: (c) => c.req.header("dd-api-key") ?? "",
    handler(c) {
      c.header("Retry-After", String(describeLimit(c, seconds)));
      return errorAnswer(c, 429, `more than ${requests} requests in ${seconds} seconds: try again later`);
    },
  });
  return every(limiter, async (c, next) => {
    describeLimit(c, seconds);
    await next();
  });
}

/** Sets the headers; returns the seconds until the limit starts anew. */
function describeLimit(c: Context, period: number): number {
  const { limit, remaining, resetTime } = c.get("rateLimit") as RateLimitInfo;
  const reset = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
  c.header("X-RateLimit-Limit", String(limit));
  c.header("X-RateLimit-Period", String(period));
  c.header("X-RateLimit-Remaining", String(remaining));
  c.header("X-RateLimit-Reset", String(reset));
  c.header("X-RateLimit-Name", NAME);
  return reset;
}
