import { ApiError } from "./api-error.ts";

const RETRIES = 2;
/** Too many requests; no server behind a proxy, or one that is starting. */
const AWAY = new Set([429, 502, 503, 504]);

/**
 * Whether asking again can help: the server was not reached, was busy, or failed in itself. A refusal with
 * another 4xx, or an answer that cannot be read, is the same next time.
 */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (failures >= RETRIES || !(error instanceof ApiError) || isSourceRefusal(error)) return false;
  return isConnectionLost(error) || (error.failure === "refused" && (error.status ?? 0) >= 500);
}

/**
 * Whether the server is out of reach for now, be it behind a proxy that says so, or will not be asked more: nothing is
 * wrong with what was asked for.
 */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.failure === "unreachable") return true;
  if (isSourceRefusal(error)) return false;
  return error.failure === "refused" && AWAY.has(error.status ?? 0);
}

/**
 * Whether the server reached what it asks (a Datadog site), tried again itself where that could help, and says why
 * there is nothing to be had: for wrong keys, or an answer that it cannot read. A proxy that has no server behind it
 * answers with the same status and none of our words.
 */
export const isSourceRefusal = ({ status, errors }: ApiError): boolean => status === 502 && errors.length > 0;

/** Milliseconds to wait before asking again: what the server said, else 0.5 s, 1 s. */
export function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  return asked ?? 500 * 2 ** failures;
}
