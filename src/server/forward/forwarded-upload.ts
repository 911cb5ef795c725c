/** An upload as it is passed on. */
export interface ForwardedUpload {
  /** Path and query, as the SDK gave them. */
  readonly target: string;
  /** Names in lower case: what says how to read the body, who sent it with what, and `x-forwarded-for`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What became of one try to pass an upload on. */
export type Outcome =
  | { readonly kind: "sent" }
  /** The intake does not want it, now or later. */
  | { readonly kind: "refused"; readonly status: number }
  /** It may go well the next time; not before `retryAfterMs`, where the intake says so. `reason` is for a person. */
  | {
      readonly kind: "failed";
      readonly cause: "status" | "network";
      readonly reason: string;
      readonly retryAfterMs?: number;
    };

/** Tries once to pass an upload on. Rejects with the signal's reason when that aborts, else never. */
export type SendUpload = (upload: ForwardedUpload, signal: AbortSignal) => Promise<Outcome>;
