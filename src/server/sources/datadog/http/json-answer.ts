import { promisify } from "node:util";
import { unzip } from "node:zlib";
import type { z } from "zod";
import { SourceError } from "../../source.ts";
import type { DatadogSite } from "../site.ts";
import { nameOf } from "./site-refusal.ts";
import type { SiteAnswer, SiteRequest } from "./site-request.ts";

// gzip, and zlib as `deflate` means it: told apart by their first bytes.
const unpack = promisify(unzip);

/** An answer that is text, without its `Content-Encoding` (gzip or deflate: no other is asked for). */
export async function unpacked(
  { status, headers, bytes }: SiteAnswer,
  maxBytes: number,
): Promise<SiteAnswer> {
  const encoding = (headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || bytes.length === 0) return { status, headers, bytes };
  return { status, headers, bytes: await unpack(bytes, { maxOutputLength: maxBytes }) };
}

/** The JSON of an answer. @throws {SourceError} 502 when it is not what Datadog documents. */
export async function readJsonAnswer<T>(
  site: DatadogSite,
  { what, maxBytes }: Pick<SiteRequest, "what" | "maxBytes">,
  answer: SiteAnswer,
  schema: z.ZodType<T>,
): Promise<T> {
  try {
    const { bytes } = await unpacked(answer, maxBytes);
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 300) : "";
    throw new SourceError(
      502,
      `${nameOf(site)} answered ${what} with something else than documented: ${why}`,
    );
  }
}
