/**
 * Inflates zlib streams; passed in, since Node and browsers have different ones. Contract (checked by
 * `inflater-contract.ts` for each implementation): must be told apart are the end of a stream, bytes after
 * it, a cut, and a wrong checksum, and what could be inflated is always delivered.
 */
export interface Inflater {
  /**
   * Inflates the one zlib stream (RFC 1950) at the start of `input`, delivering at most `maxBytes`.
   * Never rejects for bad data: `outcome` says what happened.
   */
  inflate(input: Uint8Array, maxBytes: number): Promise<Inflated>;
}

export interface Inflated {
  /** What could be inflated, also when the stream is damaged. */
  readonly bytes: Uint8Array;
  /** Bytes of `input` that belong to the stream, its trailer included; all of them unless more follow. */
  readonly consumed: number;
  /**
   * `complete`; `truncated`: the input ends inside the stream; `checksum`: complete but for a wrong Adler-32;
   * `corrupt`: not deflate data from some point on; `too-large`: stopped at `maxBytes`.
   */
  readonly outcome: "complete" | "truncated" | "checksum" | "corrupt" | "too-large";
}
