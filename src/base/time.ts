// Records and RUM events carry the client's epoch time. It is a type of its own, so that a duration, or a time
// that counts from somewhere else, is not taken for one.

declare const epoch: unique symbol;

/** Milliseconds since 1970 on the recorded client's clock. May have a fraction. */
export type EpochMs = number & { readonly [epoch]: true };

/** Names a number of milliseconds since 1970 as such. */
export const epochMs = (value: number): EpochMs => value as EpochMs;
