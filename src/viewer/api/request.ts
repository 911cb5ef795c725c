import { errorBodySchema } from "../../wire/session.ts";
import { ApiError } from "./api-error.ts";

/** Query parameters; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** What reads a body: a schema of `src/wire`. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error };
}

/**
 * Gets and parses JSON of this server.
 * @throws {ApiError} for everything but an abort, which rejects with the signal's reason.
 */
export async function getJson<T>(
  path: string,
  query: Query,
  schema: Schema<T>,
  signal: AbortSignal,
): Promise<T> {
  const response = await get(path, query, "application/json", signal);
  const body: unknown = await read(path, signal, () => response.json());
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unreadable(path, parsed.error);
}

/** Ways to change something. */
type Method = "POST" | "PUT" | "DELETE";

/**
 * Asks this server to change something. With a schema, its answer is parsed.
 * @throws {ApiError} whatever went wrong; what was asked for may have happened all the same.
 */
export async function change(method: Method, path: string, query: Query, body?: unknown): Promise<void>;
export async function change<T>(
  method: Method,
  path: string,
  query: Query,
  body: unknown,
  schema: Schema<T>,
): Promise<T>;
export async function change<T>(
  method: Method,
  path: string,
  query: Query,
  body?: unknown,
  schema?: Schema<T>,
): Promise<T | undefined> {
  const sent =
    body === undefined
      ? {}
      : {
          body: JSON.stringify(body),
          headers: { accept: "application/json", "content-type": "application/json" },
        };
  const response = await ask(path, query, { method, ...sent }, UNINTERRUPTED);
  if (schema === undefined) return undefined;
  const answer: unknown = await read(path, UNINTERRUPTED, () => response.json());
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw unreadable(path, parsed.error);
}

/** A change that was begun is not broken off: nobody would know whether it happened. */
const UNINTERRUPTED = new AbortController().signal;

/**
 * Gets the bytes of an answer. One of more than `maxBytes` is given up, as refused with the status 413.
 * @throws {ApiError} for everything but an abort, which rejects with the signal's reason.
 */
export async function getBytes(
  path: string,
  query: Query,
  type: string,
  signal: AbortSignal,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await get(path, query, type, signal);
  const isTooLarge = Number(response.headers.get("content-length") ?? 0) > maxBytes;
  if (isTooLarge) await response.body?.cancel();
  const bytes = isTooLarge
    ? undefined
    : new Uint8Array(await read(path, signal, () => response.arrayBuffer()));
  if (bytes !== undefined && bytes.length <= maxBytes) return bytes;
  throw new ApiError(`The server's answer to ${path} is too large.`, { failure: "refused", status: 413 });
}

/** An answer that arrived but is not what was agreed. */
export const unreadable = (path: string, cause: unknown): ApiError =>
  new ApiError(`The server's answer to ${path} is not what this page expects. ${String(cause)}`, {
    failure: "unreadable",
    cause,
  });

const get = (path: string, query: Query, accept: string, signal: AbortSignal): Promise<Response> =>
  ask(path, query, { headers: { accept } }, signal);

async function ask(path: string, query: Query, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const response = await fetch(withQuery(path, query), { ...init, signal }).catch((cause: unknown) => {
    throw signal.aborted ? cause : unreachable(cause);
  });
  if (!response.ok) throw await refused(response);
  return response;
}

async function read<T>(path: string, signal: AbortSignal, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    if (signal.aborted) throw cause;
    // A body that breaks off is a connection that was lost, not a wrong answer.
    throw cause instanceof SyntaxError ? unreadable(path, cause) : unreachable(cause);
  }
}

function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs).toString()}` : path;
}

const unreachable = (cause: unknown): ApiError =>
  new ApiError("The server cannot be reached.", { failure: "unreachable", cause });

async function refused(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = errorBodySchema.safeParse(body);
  const errors = parsed.success ? parsed.data.errors : [];
  const said = errors.length > 0 ? errors.join("\n") : `The server answered with status ${response.status}.`;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiError(said, {
    failure: "refused",
    status: response.status,
    errors,
    rawAnswer: parsed.data?.rawAnswer,
    ...(Number.isFinite(seconds) ? { retryAfter: seconds * 1000 } : {}),
  });
}
