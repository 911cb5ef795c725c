/**
 * Why a request has no usable answer. `unreachable`: no response came. `refused`: the server answered with an
 * error status. `unreadable`: the answer is not what was agreed.
 */
export type ApiFailure = "unreachable" | "refused" | "unreadable";

interface ApiErrorFacts {
  readonly failure: ApiFailure;
  readonly status?: number;
  /** The server's words, from its `{"errors": […]}`. */
  readonly errors?: readonly string[];
  /** Milliseconds after which the server says that asking again makes sense. */
  readonly retryAfter?: number;
  /** Address of an answer of another server that this one could not read. */
  readonly rawAnswer?: string | undefined;
  readonly cause?: unknown;
}

/** The only error that the queries of this folder end with, apart from an abort. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly failure: ApiFailure;
  readonly status: number | undefined;
  readonly errors: readonly string[];
  readonly retryAfter: number | undefined;
  readonly rawAnswer: string | undefined;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, { cause: facts.cause });
    this.failure = facts.failure;
    this.status = facts.status;
    this.errors = facts.errors ?? [];
    this.retryAfter = facts.retryAfter;
    this.rawAnswer = facts.rawAnswer;
  }
}
