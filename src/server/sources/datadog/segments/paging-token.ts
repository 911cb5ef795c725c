import { isObject, type JsonObject } from "./recorded-segment.ts";

// Where the token of the next page may be: Datadog documents the parameter `paging`, and not where it comes from.

/** Under these names objects that speak of paging hold the token. */
const TOKEN_KEYS = ["after", "next", "cursor", "token", "paging"];

/** Parameters of an address of the next page. */
const TOKEN_PARAMETERS = ["paging", "page[cursor]", "cursor", "after"];

const TOKEN_HEADER =
  /^(?:x-|dd-)*(?:datadog-)?(?:next-)?(?:paging|page-after|page-cursor|cursor)(?:-token|-next)?$/;

/** The token that an envelope (the object around a list) has; undefined on the last page. */
export function tokenIn(envelope: JsonObject): string | undefined {
  const { meta, paging, links } = envelope;
  const { page, paging: metaPaging } = isObject(meta) ? meta : {};
  const { next } = isObject(links) ? links : {};
  return tokenOf(page) ?? tokenOf(metaPaging) ?? tokenOf(paging) ?? tokenInAddress(hrefOf(next));
}

/** The token that the headers have. */
export function tokenInHeaders(headers: Headers): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next\b/i.exec(headers.get("link") ?? "")?.[1];
  if (next !== undefined) return tokenInAddress(next);
  for (const [name, value] of headers) if (TOKEN_HEADER.test(name) && value !== "") return value;
  return undefined;
}

/** Whether an object is nothing but what is around a list. */
export const isEnvelope = (value: unknown): value is JsonObject =>
  isObject(value) &&
  Object.keys(value).every((key) => ENVELOPE_KEYS.has(key)) &&
  Object.keys(value).length > 0;

const ENVELOPE_KEYS = new Set(["meta", "paging", "links", "jsonapi", "errors"]);

function tokenOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (!isObject(value)) return undefined;
  for (const key of TOKEN_KEYS) {
    const token = value[key];
    if (typeof token === "string" && token !== "") return token;
  }
  return undefined;
}

const hrefOf = (value: unknown) => (isObject(value) ? value["href"] : value);

function tokenInAddress(address: unknown): string | undefined {
  // The base is for addresses without a host; it is never asked for anything.
  if (typeof address !== "string" || !URL.canParse(address, "https://api.invalid")) return undefined;
  const { searchParams } = new URL(address, "https://api.invalid");
  for (const name of TOKEN_PARAMETERS) {
    const token = searchParams.get(name);
    if (token !== null && token !== "") return token;
  }
  return undefined;
}
