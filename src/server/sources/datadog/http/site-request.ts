import type { Priority } from "./request-budget.ts";

/** A request to a site's API. */
export interface SiteRequest {
  /** For people, after "Datadog refused": "the search for sessions". */
  readonly what: string;
  /** The endpoint's name in the budget. */
  readonly endpoint: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Absolute path; ids in it encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly accept: string;
  /** What Datadog says may be missing when it forbids this. */
  readonly permissions: readonly string[];
  /** What it means that there is no such thing. */
  readonly notFound: string;
  readonly priority: Priority;
  /** Most bytes of the answer as it is sent. */
  readonly maxBytes: number;
}

/** An answer with status 200 to 299, its body whole. */
export interface SiteAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As sent: `Content-Encoding` is not undone. */
  readonly bytes: Uint8Array;
}
