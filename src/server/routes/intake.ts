import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler, type Next } from "hono";
import { every } from "hono/combine";
import { cors } from "hono/cors";
import { rateLimiter, type RateLimitInfo } from "hono-rate-limiter";
import type { Intake } from "../intake/intake.ts";
import { forwardedAddress, type UploadAddress } from "../intake/upload-address.ts";

export interface IntakeRouteDeps {
  readonly intake: Intake;
  /** Requests that one client address may send in each stretch of `windowMs` milliseconds. */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number };
  /** What tells clients apart for the rate limit; the socket's remote address when absent. */
  readonly clientAddress?: (context: Context) => string;
  /** Told why an upload could not be stored. */
  readonly onError?: (error: unknown) => void;
}

/** Many pages behind one address send less than this; a page alone sends about one request a second. */
const DEFAULT_RATE_LIMIT = { limit: 3000, windowMs: 10_000 };

const FORWARDING_PATH = "/intake";
/** `/api/v2/replay` and `/api/v2/rum`; the other tracks of the SDKs are answered with a 404 that says so. */
const TRACK_PATH = "/api/v2/:track";

/** The addresses to which SDKs post: behind `proxy`, and directly. */
export function intakeRoutes(deps: IntakeRouteDeps): Hono {
  const app = new Hono();
  for (const path of [FORWARDING_PATH, TRACK_PATH]) {
    app.use(path, anyOrigin, postOnly, limitRate(deps));
  }
  app.post(FORWARDING_PATH, (context) => {
    const ddforward = context.req.query("ddforward");
    const address = ddforward === undefined ? null : forwardedAddress(ddforward);
    if (address) return accept(context, deps, address);
    const errors = [
      "expected ?ddforward= with an encoded path and query, as the SDK's proxy option sends it",
    ];
    return context.json({ errors }, 400);
  });
  app.post(TRACK_PATH, (context) => {
    const { pathname, searchParams } = new URL(context.req.url);
    return accept(context, deps, { path: pathname, query: searchParams });
  });
  return app;
}

async function accept(
  context: Context,
  { intake, onError }: IntakeRouteDeps,
  { path, query }: UploadAddress,
): Promise<Response> {
  const header = (name: string) => context.req.header(name) ?? "";
  const { body, signal } = context.req.raw;
  const upload = {
    path,
    query,
    contentType: header("content-type"),
    contentEncoding: header("content-encoding"),
    userAgent: header("user-agent"),
    body,
  };
  try {
    const { status, ...answer } = await intake.accept(upload, signal);
    // The rest of a body that is too large is not read: the connection cannot be used again.
    if (status === 413) context.header("Connection", "close");
    return context.json(answer, status);
  } catch (error) {
    if (signal.aborted) return context.json({ errors: ["the upload was broken off"] }, 400);
    onError?.(error);
    // The SDK sends again after a 5xx.
    return context.json({ errors: ["the upload could not be stored; send it again later"] }, 503);
  }
}

const RATE_HEADERS = ["Limit", "Period", "Remaining", "Reset", "Name"].map((name) => `X-RateLimit-${name}`);

/**
 * Lets any page post. The SDKs use requests without preflight (`fetch` in `cors` mode without credentials,
 * XHR, and `sendBeacon`, which sends cookies but reads no answer). Applications that wrap them may add headers
 * or credentials; nothing here depends on cookies, so that is harmless.
 */
const anyOrigin = every(
  cors({
    origin: (origin) => origin || "*",
    credentials: true,
    allowMethods: ["POST"],
    exposeHeaders: [...RATE_HEADERS, "Retry-After"],
    maxAge: 86_400,
  }),
  async (context: Context, next: Next) => {
    // Pages under Cross-Origin-Embedder-Policy take answers only so.
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    await next();
  },
);

const postOnly: MiddlewareHandler = async (context, next) => {
  if (context.req.method === "POST") return next();
  context.header("Allow", "POST, OPTIONS");
  return context.json({ errors: [`${context.req.method} arrived; SDKs post here`] }, 405);
};

/** At most so many requests of one client address, with the contract's headers. */
function limitRate(deps: IntakeRouteDeps): MiddlewareHandler {
  const { limit, windowMs } = deps.rateLimit ?? DEFAULT_RATE_LIMIT;
  const limiter = rateLimiter({
    limit,
    windowMs,
    standardHeaders: false,
    keyGenerator: deps.clientAddress ?? remoteAddress,
    handler: (context) => {
      context.header("Retry-After", setRateHeaders(context, windowMs));
      const period = windowMs / 1000;
      return context.json(
        { errors: [`more than ${limit} uploads in ${period} seconds: send it again later`] },
        429,
      );
    },
  });
  return every(limiter, async (context, next) => {
    setRateHeaders(context, windowMs);
    await next();
  });
}

/** Returns the seconds until the limit starts anew. */
function setRateHeaders(context: Context, windowMs: number): string {
  const { limit, remaining, resetTime } = context.get("rateLimit") as RateLimitInfo;
  const reset = String(Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000)));
  context.header("X-RateLimit-Limit", String(limit));
  context.header("X-RateLimit-Period", String(windowMs / 1000));
  context.header("X-RateLimit-Remaining", String(remaining));
  context.header("X-RateLimit-Reset", reset);
  context.header("X-RateLimit-Name", "rum_replay_intake");
  return reset;
}

/** Requests without a socket (`app.request`) share one name. */
function remoteAddress(context: Context): string {
  const { incoming } = (context.env ?? {}) as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress ?? "";
}
