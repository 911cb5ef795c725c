import { Readable } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler, type Next } from "hono";
import { every } from "hono/combine";
import { cors } from "hono/cors";
import type { Intake } from "../intake/intake.ts";
import type { ReceivedUpload } from "../intake/received-upload.ts";
import { forwardedAddress, type TargetAddress, targetAddress } from "../intake/upload-address.ts";
import { limitRate, RATE_LIMIT_HEADERS, type RateLimit } from "./rate-limit.ts";

export interface IntakeRouteDeps {
  readonly intake: { accept(upload: ReceivedUpload, signal: AbortSignal): ReturnType<Intake["accept"]> };
  readonly rateLimit?: RateLimit;
  /** What tells clients apart for the rate limit; the socket's remote address when absent. */
  readonly clientAddress?: (context: Context) => string;
  /** Told why an upload could not be stored. */
  readonly onError?: (error: unknown) => void;
}

/** Many pages behind one address send less than this; a page alone sends about one request a second. */
const DEFAULT_RATE_LIMIT: RateLimit = { requests: 3000, seconds: 10 };

const FORWARDING_PATH = "/intake";
/** `/api/v2/replay` and `/api/v2/rum`; the other tracks of the SDKs are answered with a 404 that says so. */
const TRACK_PATH = "/api/v2/:track";

/** The addresses to which SDKs post: behind `proxy`, and directly. */
export function intakeRoutes(deps: IntakeRouteDeps): Hono {
  const app = new Hono();
  const client = deps.clientAddress ?? remoteAddress;
  const limit = limitRate(deps.rateLimit ?? DEFAULT_RATE_LIMIT, { name: "rum_replay_intake", client });
  for (const path of [FORWARDING_PATH, TRACK_PATH]) app.use(path, anyOrigin, postOnly, limit);
  app.post(FORWARDING_PATH, (context) => {
    const ddforward = context.req.query("ddforward");
    const address = ddforward === undefined ? null : forwardedAddress(ddforward);
    if (address) return accept(context, deps, address);
    const errors = [
      "expected ?ddforward= with an encoded path and query, as the SDK's proxy option sends it",
    ];
    return context.json({ errors }, 400);
  });
  app.post(TRACK_PATH, (context) => accept(context, deps, targetAddress(new URL(context.req.url))));
  return app;
}

/** Some or all of the body was not read for these: the connection cannot be used again. */
const LEAVE_BODY_UNREAD: ReadonlySet<number> = new Set([403, 404, 413, 503]);

/** Uploads in hand are stored within milliseconds. */
const RETRY_AFTER_S = "1";

async function accept(
  context: Context,
  { intake, onError, clientAddress = remoteAddress }: IntakeRouteDeps,
  address: TargetAddress,
): Promise<Response> {
  const header = (name: string) => context.req.header(name) ?? "";
  const { signal } = context.req.raw;
  const upload = {
    ...address,
    contentType: header("content-type"),
    contentEncoding: header("content-encoding"),
    userAgent: header("user-agent"),
    apiKey: header("dd-api-key"),
    originVersion: header("dd-evp-origin-version"),
    passedOn: passedOn(context.req.raw.headers),
    client: forwardedFor(header("x-forwarded-for"), clientAddress(context)),
    body: bodyOf(context),
  };
  try {
    const { status, ...answer } = await intake.accept(upload, signal);
    if (status === 503) context.header("Retry-After", RETRY_AFTER_S);
    if (LEAVE_BODY_UNREAD.has(status)) context.header("Connection", "close");
    return context.json(answer, status);
  } catch (error) {
    if (signal.aborted && error === signal.reason)
      return context.json({ errors: ["the upload was broken off"] }, 400);
    onError?.(error);
    // The SDK sends again after a 5xx.
    return context.json({ errors: ["the upload could not be stored; send it again later"] }, 503);
  }
}

/** Headers of the upload itself; those named `dd-` are of mobile SDKs. No cookies, nothing of this connection. */
const PASSED_ON = /^(content-type|content-encoding|user-agent|dd-.+)$/;

const passedOn = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => PASSED_ON.test(name)));

/** Who an upload came from: whoever proxies said it was, and the other end of this connection. */
const forwardedFor = (before: string, remote: string) =>
  [before.trim(), remote.replace(/^::ffff:(?=[\d.]+$)/i, "")].filter((address) => address !== "").join(", ");

/** The socket's own stream; that of the web's `Request` in front of it costs as much as all else of a small upload. */
function bodyOf(context: Context): Readable | null {
  const { incoming } = (context.env ?? {}) as Partial<HttpBindings>;
  if (incoming instanceof Readable) return incoming;
  const { body } = context.req.raw;
  return body && Readable.fromWeb(body);
}

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
    exposeHeaders: [...RATE_LIMIT_HEADERS, "Retry-After"],
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

/** Requests without a socket (`app.request`) share one name. */
function remoteAddress(context: Context): string {
  const { incoming } = (context.env ?? {}) as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress ?? "";
}
