import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { z } from "zod";
import { SourceError } from "../sources/source.ts";
import { errorAnswer, parseInput } from "./errors.ts";

/** Ids of thousands of sessions. */
const LARGEST_BODY = 256 * 1024;

/** Refuses bodies that are larger than any that is expected. */
export const limitBody: MiddlewareHandler = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: (c) => {
    // The rest of the body stays unread: the connection cannot be used again.
    c.header("Connection", "close");
    return errorAnswer(c, 413, `the body has more than ${LARGEST_BODY} bytes`);
  },
});

/**
 * Reads a JSON body. It must say that it is JSON: a form of another site cannot.
 * @throws what `errorHandler` answers with 400 when it is not what the schema says.
 */
export async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new SourceError(400, `the body is of type ${type || "none"}; expected application/json`);
  return parseInput(schema, await parsedBody(c));
}

async function parsedBody(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new SourceError(400, "the body is not JSON");
    throw error;
  }
}
