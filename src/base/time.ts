// Two clocks that must not mix. Records and RUM events carry the client's epoch time; the playhead counts
// from the start of the session.

declare const epoch: unique symbol;
declare const session: unique symbol;

/** Milliseconds since 1970 on the recorded client's clock. May have a fraction. */
export type EpochMs = number & { readonly [epoch]: true };

/** Milliseconds since the start of the session. */
export type SessionMs = number & { readonly [session]: true };

/** Names a number of milliseconds since 1970 as such. */
export const epochMs = (value: number): EpochMs => value as EpochMs;

/** Names a number of milliseconds since the session's start as such. */
export const sessionMs = (value: number): SessionMs => value as SessionMs;

/** The session-relative time of an epoch time. */
export const toSession = (at: EpochMs, sessionStart: EpochMs): SessionMs => (at - sessionStart) as SessionMs;

/** The epoch time of a session-relative time. */
export const toEpoch = (at: SessionMs, sessionStart: EpochMs): EpochMs => (at + sessionStart) as EpochMs;
