import type { ClientHints, NamedVersion, StoredSession } from "./stored-session.ts";

// What a session is said to be (who, which browser, which release) comes from many uploads that may
// contradict each other: a user logs in, services differ by page. Each statement is kept as a claim; the
// strongest wins, whatever order they arrive in.

export type SessionUser = StoredSession["user"];

/** A value with what decides between two: the higher rank, then the later time. */
export interface Claim<T> {
  readonly value: T;
  readonly rank: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What can be claimed of a session. */
export interface SessionClaims {
  readonly user?: Claim<SessionUser>;
  readonly anonymousId?: Claim<string>;
  readonly browser?: Claim<NamedVersion>;
  readonly os?: Claim<NamedVersion>;
  readonly deviceType?: Claim<string>;
  readonly country?: Claim<string>;
  readonly service?: Claim<string>;
  readonly env?: Claim<string>;
  readonly version?: Claim<string>;
  readonly sdkVersion?: Claim<string>;
}

/** Ranks: what a request's headers say gives way to what a document says. */
export const HEADER_RANK = 0;
export const DOCUMENT_RANK = 1;

/** The stronger of each claim. */
export function mergeClaims(held: SessionClaims, fresh: SessionClaims): SessionClaims {
  const merged: Record<string, Claim<unknown>> = { ...held };
  for (const [name, claim] of Object.entries(fresh) as [string, Claim<unknown>][]) {
    const other = merged[name];
    if (!other || claim.rank > other.rank || (claim.rank === other.rank && claim.at >= other.at)) {
      merged[name] = claim;
    }
  }
  return merged;
}

/** What an upload's request says. */
export function claimsOfHints(hints: ClientHints): SessionClaims {
  const claim = <T>(value: T): Claim<T> => ({ value, rank: HEADER_RANK, at: hints.receivedAt });
  return {
    ...(hints.browser ? { browser: claim(hints.browser) } : {}),
    ...(hints.os ? { os: claim(hints.os) } : {}),
    ...(hints.deviceType ? { deviceType: claim(hints.deviceType) } : {}),
  };
}
