/** What an upload's path says it is. */
export type Track = "replay" | "rum";

/** An address without its host: what the intake reads of where the SDK wanted to send something. */
export interface UploadAddress {
  readonly path: string;
  readonly query: URLSearchParams;
}

// SDK 3 sends RUM events there, with the client token in the path.
const TOKEN_PATH = /^\/v1\/input\/([^/]+)$/;

const NO_HOST = "http://intake.invalid";

/** An address with path and query as one text, percent-encoded as it came. */
export interface TargetAddress extends UploadAddress {
  readonly target: string;
}

/**
 * Reads the value of `ddforward`: a path with its query (SDK 4 and later) or a whole URL (SDK 3), of which the
 * host is dropped. Null when it is neither.
 */
export function forwardedAddress(ddforward: string): TargetAddress | null {
  if (!/^(\/|https?:\/\/)/.test(ddforward) || !URL.canParse(ddforward, NO_HOST)) return null;
  return targetAddress(new URL(ddforward, NO_HOST));
}

/** The parts of an address that are read here. */
export const targetAddress = ({ pathname, search, searchParams }: URL): TargetAddress => ({
  path: pathname,
  query: searchParams,
  target: `${pathname}${search}`,
});

/** The track that a path belongs to; null for those that are not taken here (logs, profiles, …). */
export function trackOf(path: string): Track | null {
  if (path === "/api/v2/replay") return "replay";
  return path === "/api/v2/rum" || TOKEN_PATH.test(path) ? "rum" : null;
}

/** What browser SDKs say in the query, mobile SDKs say in headers; "" where there is none. */
export interface UploadHeaders {
  /** `DD-API-KEY` */
  readonly apiKey: string;
  /** `DD-EVP-ORIGIN-VERSION` */
  readonly originVersion: string;
}

/** The client token with which an upload came; null when it has none. */
export function clientTokenOf({ path, query, apiKey }: UploadAddress & UploadHeaders): string | null {
  return query.get("dd-api-key") ?? TOKEN_PATH.exec(path)?.[1] ?? (apiKey || null);
}

/** The version of the SDK that sent an upload; "" when it does not say. */
export function sdkVersionOf({ query, originVersion }: UploadAddress & UploadHeaders): string {
  const version = query.get("dd-evp-origin-version") ?? originVersion;
  return /^[\w.+-]{1,64}$/.test(version) ? version : "";
}
