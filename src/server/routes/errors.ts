import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { rawAnswerPath } from "../../wire/paths.ts";
import { SourceError } from "../sources/source.ts";
import { DATA_HEADERS } from "./page-policy.ts";

/** Where the routes write what a person who runs the server should know. A pino logger is one. */
export interface RouteLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Every error of every route: `{"errors": […]}`. */
export const errorAnswer = (c: Context, status: ContentfulStatusCode, ...errors: readonly string[]) =>
  c.json({ errors }, status, DATA_HEADERS);

function sourceErrorAnswer(c: Context, { status, message, answerId }: SourceError) {
  if (answerId === undefined) return errorAnswer(c, status, message);
  const source = c.req.query("source") ?? "";
  const rawAnswer = `${rawAnswerPath(answerId)}?source=${encodeURIComponent(source)}`;
  return c.json({ errors: [message], rawAnswer }, status, DATA_HEADERS);
}

/** No route of that path and method. */
export const notFound: NotFoundHandler = (c) =>
  errorAnswer(c, 404, `${c.req.method} ${c.req.path}: there is no such address here`);

/** A query or a body that is not what its schema says: one line per value, beginning with its name. */
class InputError extends Error {
  readonly lines: readonly string[];

  constructor({ issues }: z.ZodError) {
    const lines = issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    super(lines.join("; "));
    this.name = "InputError";
    this.lines = lines;
  }
}

/**
 * Parses a request's query, or its body.
 * @throws what `errorHandler` answers with 400 when it is not what the schema says.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new InputError(parsed.error);
  return parsed.data;
}

/** Turns what a route throws into its answer; what nobody expected is logged and says no details. */
export function errorHandler(log: RouteLog): ErrorHandler {
  return (error, c) => {
    if (error instanceof SourceError) return sourceErrorAnswer(c, error);
    if (error instanceof InputError) return errorAnswer(c, 400, ...error.lines);
    if (error instanceof HTTPException) return errorAnswer(c, error.status, error.message);
    // The client is gone: nobody reads this answer, and nothing is wrong with the server.
    if (c.req.raw.signal.aborted) return errorAnswer(c, 503, "the request was cancelled");
    log.error({ err: error, method: c.req.method, path: c.req.path }, "a request failed");
    return errorAnswer(c, 500, "something went wrong in the server; its log says what");
  };
}
