import type { Context, MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { type Access, requireApiKeys, requireKnownHost } from "./access.ts";
import { limitRate, type RateLimit } from "./rate-limit.ts";

/** Keys have been checked before. */
const client = (c: Context) => c.req.header("dd-api-key") ?? "";

/** Guards routes of the Datadog-compatible API: keys, and so many requests. `name` is the limit's. */
export function apiGuard(access: Access, rateLimit: RateLimit, name: string): MiddlewareHandler {
  // Keys guard the API from pages of other sites as well; where any key will do, the host's name has to.
  const host = requireKnownHost(access.apiKeys === null ? access.hosts : null);
  return every(host, requireApiKeys(access.apiKeys), limitRate(rateLimit, { name, client }));
}
