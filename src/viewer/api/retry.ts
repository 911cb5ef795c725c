import { ApiError } from "./api-error.ts";

const RETRIES = 2;

/**
 * Whether asking again can help: the server was not reached, was busy, or failed in itself. A refusal with
 * another 4xx, or an answer that cannot be read, is the same next time.
 */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (failures >= RETRIES || !(error instanceof ApiError)) return false;
  if (error.failure === "unreachable") return true;
  return error.failure === "refused" && (error.status === 429 || (error.status ?? 0) >= 500);
}

/** Milliseconds to wait before asking again: what the server said, else 0.5 s, 1 s. */
export function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  return asked ?? 500 * 2 ** failures;
}
