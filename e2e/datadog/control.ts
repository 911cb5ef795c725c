import type { AnswerShape, TokenPlace } from "./answer-shapes.ts";
import type { HeldSegment } from "./recorded-session.ts";

// What a test tells the stand-in to do, while it runs.

/** What goes wrong with a request. */
export type Fault =
  /** Another answer: of this status, with this body. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Nothing is answered; `onStall` is called when that begins. */
  | { readonly kind: "silence" }
  /** Headers and half of the body, then nothing. */
  | { readonly kind: "stall" }
  /** The connection is cut: before an answer, or in the middle of its body. */
  | { readonly kind: "cut"; readonly where: "before" | "inside" }
  /** Half of the body, ended as if it were whole. */
  | { readonly kind: "truncate" };

/** Routes that faults can be asked for. */
export type StandInRoute = "search" | "aggregate" | "segments" | "address" | "validate";

/** A request as it came, and what became of it. */
export interface SeenRequest {
  readonly route: StandInRoute | "none";
  readonly method: string;
  readonly host: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names and values as they came, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** Status that was answered; 0 where it was none, or not whole. */
  status: number;
  /** Of a page of segments that was sent whole: `<view>-<index>` each. */
  segments: readonly string[];
}

export interface StandInLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What can be changed while it runs. */
export interface StandInControl {
  /** For each route, what goes wrong with the next requests; `null`: nothing. */
  readonly faults: Partial<Record<StandInRoute, (Fault | null)[]>>;
  /** Goes wrong with every request that no fault is queued for. */
  always: ((route: StandInRoute, count: number) => Fault | null) | null;
  /** The form of a page of segments. */
  shape: AnswerShape;
  token: TokenPlace;
  /** Segments on a page at most, whatever size is allowed. */
  pageSegments: number;
  /** Where a segment is. */
  storage: (segment: HeldSegment) => "event_platform" | "blob" | "both" | "none";
  /** Limits by route; Datadog's headers tell what is left. */
  limits: Partial<Record<StandInRoute, StandInLimit>>;
  /** Called when a fault makes it silent. */
  onStall: () => void;
  readonly requests: SeenRequest[];
}

export const newControl = (): StandInControl => ({
  faults: {},
  always: null,
  shape: "JSON:API records",
  token: "meta.page.after",
  pageSegments: 1000,
  storage: () => "both",
  limits: {},
  onStall: () => undefined,
  requests: [],
});
