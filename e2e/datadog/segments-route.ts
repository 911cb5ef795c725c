import { createHash } from "node:crypto";
import { type ShapedAnswer, shapedAnswer } from "./answer-shapes.ts";
import type { StandInControl } from "./control.ts";
import type { HeldSegment } from "./recorded-session.ts";

// `GET /api/v2/rum/replay/sessions/{session_id}/views/{view_id}/segments`: parameters as documented, and strictly so.

export type SegmentsAnswer =
  | { readonly status: 200; readonly answer: ShapedAnswer; readonly segments: readonly HeldSegment[] }
  | { readonly status: 400 | 404; readonly errors: readonly string[] };

const PARAMETERS = new Set(["source", "ts", "max_list_size", "paging"]);
const DEFAULT_LIST_BYTES = 4 * 1024 * 1024;

export interface SegmentsAsk {
  readonly sessionId: string;
  readonly viewId: string;
  readonly address: URL;
  readonly addressOf: (segment: HeldSegment) => string;
}

export function segmentsPage(
  ask: SegmentsAsk,
  held: readonly HeldSegment[],
  control: StandInControl,
): SegmentsAnswer {
  const { searchParams } = ask.address;
  const problem = problemOf(searchParams);
  if (problem !== undefined) return { status: 400, errors: [problem] };
  const source = searchParams.get("source");
  const ofView = held.filter(({ sessionId, viewId }) => sessionId === ask.sessionId && viewId === ask.viewId);
  const all = ofView.filter((segment) => isIn(control.storage(segment), source));
  if (all.length === 0) return { status: 404, errors: ["Not Found"] };
  const start = placeOf(searchParams.get("paging"), ask, source);
  if (start === undefined) return { status: 400, errors: ["Invalid paging token"] };
  const most = Number(searchParams.get("max_list_size") ?? DEFAULT_LIST_BYTES);
  const segments = firstPage(all.slice(start), most, control.pageSegments);
  const end = start + segments.length;
  const next = end < all.length ? tokenOf(end, ask, source) : undefined;
  const { shape, token } = control;
  const { address, addressOf } = ask;
  return {
    status: 200,
    segments,
    answer: shapedAnswer(segments, { shape, token, next, address, addressOf }),
  };
}

function problemOf(parameters: URLSearchParams): string | undefined {
  for (const name of parameters.keys()) {
    if (!PARAMETERS.has(name)) return `Unknown parameter ${name}`;
    if (parameters.getAll(name).length > 1) return `Parameter ${name} is given twice`;
  }
  const source = parameters.get("source");
  if (source !== null && source !== "event_platform" && source !== "blob") return `Invalid source ${source}`;
  for (const name of ["ts", "max_list_size"]) {
    const value = parameters.get(name);
    if (value !== null && !/^\d{1,19}$/.test(value)) return `Invalid ${name} ${value}`;
  }
  return undefined;
}

const isIn = (storage: ReturnType<StandInControl["storage"]>, source: string | null) =>
  storage !== "none" && (source === null || storage === "both" || storage === source);

function firstPage(segments: readonly HeldSegment[], bytes: number, most: number): readonly HeldSegment[] {
  let size = 0;
  const fitting = segments.findIndex(({ text }) => (size += text.length) > bytes);
  return segments.slice(0, Math.max(1, Math.min(most, fitting < 0 ? segments.length : fitting)));
}

/** A token is good for its view and storage only. */
const tokenOf = (place: number, { sessionId, viewId }: SegmentsAsk, source: string | null): string =>
  `${place}.${createHash("sha256")
    .update(JSON.stringify([place, sessionId, viewId, source]))
    .digest("base64url")}`;

function placeOf(token: string | null, ask: SegmentsAsk, source: string | null): number | undefined {
  if (token === null) return 0;
  const place = Number(token.split(".")[0]);
  return token === tokenOf(place, ask, source) ? place : undefined;
}
