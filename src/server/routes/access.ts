import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { MiddlewareHandler } from "hono";
import { errorAnswer } from "./errors.ts";

/** Who may ask for what. */
export interface Access {
  /**
   * Host names under which this server is known, in the form of `URL.hostname`; null: any. A page of another
   * site whose name was made to resolve to this machine (DNS rebinding) arrives under its own name.
   */
  readonly hosts: ReadonlySet<string> | null;
  /** Keys of the Datadog-compatible API; null: any. */
  readonly apiKeys: { readonly apiKey: string; readonly appKey: string } | null;
  /** Header in which a reverse proxy says who the viewer is; null: everyone is the local user. */
  readonly userHeader: string | null;
}

/** Refuses requests under another host's name. */
export function requireKnownHost(hosts: ReadonlySet<string> | null): MiddlewareHandler {
  return async (c, next) => {
    const host = new URL(c.req.url).hostname;
    if (hosts !== null && !hosts.has(host)) {
      const known = [...hosts].join(", ");
      return errorAnswer(c, 403, `host ${host} is not served here; this server is known as ${known}`);
    }
    return await next();
  };
}

/**
 * Refuses what another site's page asks for, where the browser says so. Without CORS it could not read the
 * answer anyway; this keeps it from asking at all.
 */
export function refuseOtherSites(): MiddlewareHandler {
  return async (c, next) => {
    if (isOtherSite(c.req.header("sec-fetch-site"))) {
      return errorAnswer(c, 403, "these addresses are for the viewer of this server only");
    }
    return await next();
  };
}

/** Refuses requests in which the reverse proxy does not say who the viewer is. */
export function requireUser(userHeader: string | null): MiddlewareHandler {
  return async (c, next) => {
    if (userHeader !== null && !namesUser(c.req.header(userHeader))) {
      return errorAnswer(c, 401, `not signed in: the reverse proxy must send the header ${userHeader}`);
    }
    return await next();
  };
}

const isOtherSite = (site: string | undefined): boolean => site === "cross-site" || site === "same-site";

const namesUser = (value: string | undefined): boolean => value !== undefined && value.trim() !== "";

/** The hosts whose names are asked for. A reverse proxy has names of its own and says who is there. */
export const hostsOf = ({ hosts, userHeader }: Access): Access["hosts"] =>
  userHeader === null ? hosts : null;

const PORT = /:\d+$/;

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(", ") : value);

/**
 * The three guards above in one, for requests that do not go through the routes. True only where all of them let the
 * request pass; false where one would not, and where it takes more to know (a host's name in an unusual form).
 */
export function admitsViewer(access: Access): (headers: IncomingHttpHeaders) => boolean {
  const hosts = hostsOf(access);
  const userHeader = access.userHeader?.toLowerCase();
  return (headers) => {
    const isKnown = hosts === null || hosts.has(headers.host?.replace(PORT, "") ?? "");
    if (!isKnown || isOtherSite(single(headers["sec-fetch-site"]))) return false;
    return userHeader === undefined || namesUser(single(headers[userHeader]));
  };
}

/** `DD-API-KEY` and `DD-APPLICATION-KEY`: 401 without them, 403 when they are wrong. */
export function requireApiKeys(apiKeys: Access["apiKeys"]): MiddlewareHandler {
  const expected = apiKeys === null ? null : digest(apiKeys.apiKey, apiKeys.appKey);
  return async (c, next) => {
    const apiKey = c.req.header("dd-api-key") ?? "";
    const appKey = c.req.header("dd-application-key") ?? "";
    if (apiKey === "" || appKey === "") {
      return errorAnswer(c, 401, "the headers DD-API-KEY and DD-APPLICATION-KEY are required");
    }
    if (expected !== null && !timingSafeEqual(digest(apiKey, appKey), expected)) {
      return errorAnswer(c, 403, "DD-API-KEY or DD-APPLICATION-KEY is wrong");
    }
    return await next();
  };
}

// Digests have one length, so that comparing them in constant time says nothing about the keys.
const digest = (apiKey: string, appKey: string) =>
  createHash("sha256")
    .update(JSON.stringify([apiKey, appKey]))
    .digest();
