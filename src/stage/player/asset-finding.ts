import type { AssetKind, AssetReason } from "../../wire/assets.ts";

/** What was seen of one address in one frame. */
export interface Observed {
  kind: AssetKind;
  /** Asked for through the server. */
  isProxied: boolean;
  /** HTTP status; 0: the browser does not tell. */
  status: number;
  /** It was asked for, and that has ended. */
  hasEnded: boolean;
  /** How many elements say that they could not show it. */
  errors: number;
  /** Something shows it. */
  isShown: boolean;
  /** The browser's rules keep the page from it. */
  isBlocked: boolean;
}

/** What became of an address: it is there, or not and why. */
export type Finding = { readonly reason: AssetReason; readonly count: number } | "loaded";

/** What the server's own statuses stand for (`src/server/assets/asset-error.ts`). */
const STATUS_REASONS: Readonly<Record<number, AssetReason>> = {
  403: "not-allowed",
  404: "gone",
  413: "too-large",
  415: "type",
  424: "refused",
  429: "busy",
  502: "failing",
  503: "unreachable",
  504: "time-out",
};

const HOST_REASONS: Readonly<Record<number, AssetReason>> = {
  401: "refused",
  403: "refused",
  404: "gone",
  408: "time-out",
  410: "gone",
  504: "time-out",
};

/** What can be said of an address; undefined: nothing, or nothing yet. Nothing is guessed. */
export function findingOf(address: string, observed: Observed): Finding | undefined {
  const reason = reasonOf(address, observed);
  if (reason !== undefined) return { reason, count: Math.max(observed.errors, 1) };
  return observed.isShown ? "loaded" : undefined;
}

function reasonOf(address: string, observed: Observed): AssetReason | undefined {
  const { kind, isProxied, status, hasEnded, errors, isBlocked } = observed;
  if (isBlocked) return "policy";
  if (status >= 400) return (isProxied ? STATUS_REASONS : HOST_REASONS)[status] ?? "failing";
  // Fonts are asked for by the rules of CORS: one that has come tells its status.
  const isUntoldFont = kind === "font" && status === 0 && hasEnded;
  if (errors === 0) return isUntoldFont && !isProxied ? "cors" : undefined;
  // It is there, and no picture all the same.
  if (status > 0 || address.startsWith("data:")) return "type";
  return isUntoldFont ? "cors" : "unknown";
}
