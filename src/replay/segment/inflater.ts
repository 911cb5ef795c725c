/**
 * Inflates zlib streams; passed in, since Node and browsers have different ones. Contract (checked by
 * `inflater-contract.ts` for each implementation): must be told apart are the end of a stream, bytes after
 * it, a cut, and a wrong checksum, and what could be inflated within the bound is always delivered.
 */
export interface Inflater {
  /**
   * Inflates the one zlib stream (RFC 1950) at the start of `input`, which may give at most `maxBytes`.
   * Never rejects for bad data: `outcome` says what happened.
   */
  inflate(input: Uint8Array, maxBytes: number): Promise<Inflated>;
}

export interface Inflated {
  /** What could be inflated, also when the stream is damaged. Nothing where it is `too-large`. */
  readonly bytes: Uint8Array;
  /** Bytes of `input` that belong to the stream, its trailer included; all of them unless more follow. */
  readonly consumed: number;
  /**
   * `complete`; `truncated`: the input ends inside the stream; `checksum`: complete but for a wrong Adler-32;
   * `corrupt`: not deflate data from some point on; `too-large`: it would give more than `maxBytes`.
   */
  readonly outcome: "complete" | "truncated" | "checksum" | "corrupt" | "too-large";
}
