import { type Dispatcher, request } from "undici";
import type { ForwardedUpload, Outcome, SendUpload } from "./forwarded-upload.ts";

/** How long one try may take, answer included. */
const TRY_MS = 60_000;

/** An intake that says hours is not believed beyond this; it will say so again. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/** What is refused for a reason that passes: timeouts and too many requests. */
const PASSING = new Set([408, 425, 429]);

/**
 * Posts uploads to the intake at `baseUrl` (without a slash at the end) over the dispatcher's connections, and nowhere
 * else: a redirect is a failure.
 */
export function createSender(baseUrl: string, dispatcher: Dispatcher, tryMs = TRY_MS): SendUpload {
  return async ({ target, headers, body }: ForwardedUpload, signal): Promise<Outcome> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(tryMs)]);
    try {
      const answer = await request(`${baseUrl}${target}`, {
        dispatcher,
        method: "POST",
        headers,
        body,
        signal: limit,
      });
      // The connection is free again once the answer is read.
      await answer.body.dump();
      return outcomeOf(answer.statusCode, answer.headers["retry-after"]);
    } catch (error) {
      signal.throwIfAborted();
      const reason = limit.aborted ? `no answer within ${tryMs / 1000} s` : messageOf(error);
      return { kind: "failed", cause: "network", reason };
    }
  };
}

function outcomeOf(status: number, retryAfter: string | string[] | undefined): Outcome {
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status >= 400 && status < 500 && !PASSING.has(status)) return { kind: "refused", status };
  const retryAfterMs = milliseconds(typeof retryAfter === "string" ? retryAfter.trim() : "");
  return {
    kind: "failed",
    cause: "status",
    reason: `status ${status}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Of `Retry-After`: seconds, or a date. */
function milliseconds(text: string): number | undefined {
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, wait)) : undefined;
}

/** The connection's own words: an `AggregateError` of several addresses has them one level down. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
