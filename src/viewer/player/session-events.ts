import { countBefore } from "../../base/binary-search.ts";
import type { RumEventItem } from "../../wire/rum-event.ts";
import type { TimelineFact } from "../../wire/view-facts.ts";
import type { ViewFacts } from "./playback-store.ts";

/** The kinds of things that happen in a session, as lists and timelines tell them apart. */
export const SESSION_EVENT_KINDS = [
  "navigation",
  "click",
  "input",
  "error",
  "frustration",
  "resource",
  "long-task",
  "custom",
  "other",
] as const;
export type SessionEventKind = (typeof SESSION_EVENT_KINDS)[number];

/** One thing that happened, from a RUM event or from the records themselves. */
export interface SessionEvent {
  /** Unique in the session. */
  readonly id: string;
  readonly kind: SessionEventKind;
  /** Epoch ms. */
  readonly at: number;
  readonly title: string;
  /** A second line: error source, status of a request, … */
  readonly detail?: string | undefined;
  readonly viewId?: string | undefined;
  /** Milliseconds. */
  readonly duration?: number | undefined;
  /** A request that did not succeed, an error: shown as such. */
  readonly failed?: boolean | undefined;
  readonly stack?: string | undefined;
}

/** A record and the RUM event of the same thing lie no further apart than this, milliseconds. */
const SAME_THING_MS: Partial<Record<SessionEventKind, number>> = {
  click: 300,
  navigation: 1500,
  frustration: 1500,
};

/**
 * Everything known of a session in order of time. What both a RUM event and a record tell appears once, as
 * the RUM event: it knows more.
 */
export function sessionEvents(
  rumEvents: readonly RumEventItem[],
  views: ReadonlyMap<string, Pick<ViewFacts, "facts">>,
): readonly SessionEvent[] {
  const told = rumEvents.flatMap(fromRumEvent);
  const timesOf = (...kinds: SessionEventKind[]) =>
    told.flatMap(({ kind, at }) => (kinds.includes(kind) ? [at] : [])).toSorted((a, b) => a - b);
  const times = new Map<SessionEventKind, readonly number[]>([
    ["click", timesOf("click", "frustration")], // A frustrated click is told once, as a frustration.
    ["navigation", timesOf("navigation")],
    ["frustration", timesOf("frustration")],
  ]);
  const isTold = (event: SessionEvent) => {
    const within = SAME_THING_MS[event.kind];
    return within !== undefined && hasNear(times.get(event.kind) ?? [], event.at, within);
  };
  const seen = [...views].flatMap(([viewId, { facts }]) =>
    facts.map((fact, at) => fromFact(viewId, fact, at)).filter((event) => !isTold(event)),
  );
  return [...told, ...seen].toSorted((a, b) => a.at - b.at);
}

function hasNear(times: readonly number[], at: number, within: number): boolean {
  const next = times[countBefore(times, (time) => time < at - within)];
  return next !== undefined && next <= at + within;
}

function fromRumEvent(event: RumEventItem): SessionEvent[] {
  const base = {
    id: `${event.type}:${event.id}`,
    at: event.date,
    viewId: event.viewId,
    duration: event.duration,
  };
  switch (event.type) {
    case "view":
      return [
        { ...base, kind: "navigation", title: event.title || "Page", detail: undefined, duration: undefined },
      ];
    case "action":
      return [fromAction(event, base)];
    case "error": {
      const stack = event.error?.stack;
      const detail = [event.error?.type, event.kind].filter(Boolean).join(" · ");
      return [{ ...base, kind: "error", title: event.title || "Error", detail, failed: true, stack }];
    }
    case "resource":
      return [fromResource(event, base)];
    case "long_task":
      return [{ ...base, kind: "long-task", title: "The page was busy", detail: event.kind }];
    case "vital":
      return [{ ...base, kind: "other", title: event.title || "Vital", detail: event.kind }];
    default:
      // An open set: what this version does not know is still something that happened.
      return [{ ...base, kind: "other", title: event.title || event.type, detail: event.type }];
  }
}

type Base = Pick<SessionEvent, "id" | "at" | "viewId" | "duration">;

function fromAction(event: RumEventItem, base: Base): SessionEvent {
  const frustrations = event.frustrations ?? [];
  if (frustrations.length > 0) {
    const detail = frustrations.map(frustrationText).join(", ");
    return { ...base, kind: "frustration", title: event.title || "Click", detail };
  }
  const isCustom = event.kind === "custom";
  const detail = isCustom || event.kind === "click" ? undefined : event.kind;
  // How long the page was busy after a click is not how long the click took: it is left out.
  const { duration: _, ...click } = base;
  return { ...click, kind: isCustom ? "custom" : "click", title: event.title || "Click", detail };
}

function fromResource(event: RumEventItem, base: Base): SessionEvent {
  const { method, statusCode } = event.resource ?? {};
  const detail = [method, statusCode === 0 ? "no answer" : statusCode, event.kind]
    .filter(Boolean)
    .join(" · ");
  const failed = statusCode !== undefined && (statusCode === 0 || statusCode >= 400);
  return { ...base, kind: "resource", title: event.title, detail, failed };
}

/** `rage_click` → `Rage click`. */
function frustrationText(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const FACT_TEXTS: Record<TimelineFact["kind"], readonly [SessionEventKind, string]> = {
  click: ["click", "Click"],
  input: ["input", "Input"],
  scroll: ["other", "Scroll"],
  resize: ["other", "Window resized"],
  focus: ["other", "Window got the focus"],
  blur: ["other", "Window lost the focus"],
  navigation: ["navigation", "Page"],
  frustration: ["frustration", "Frustration"],
};

function fromFact(viewId: string, fact: TimelineFact, place: number): SessionEvent {
  const [kind, text] = FACT_TEXTS[fact.kind];
  const id = `${viewId}:${place}`;
  const label = fact.label ?? "";
  if (fact.kind === "frustration") {
    return { id, kind, at: fact.at, viewId, title: label ? frustrationText(label) : text };
  }
  const detail = kind === "other" && label ? label : undefined;
  return { id, kind, at: fact.at, viewId, title: kind === "other" ? text : label || text, detail };
}
