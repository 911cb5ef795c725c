import type { FromStage, ReplayState, StageView } from "../../wire/stage.ts";
import type { DecodeHandlers } from "../worker/client.ts";
import type { KnownFacts } from "../worker/protocol.ts";
import type { Size } from "./fit.ts";
import type { Need } from "./need.ts";
import type { Span } from "./plan.ts";

/** The clock is told at most this often, unless it must be. */
const CLOCK_MS = 100;
/** A wish that only moves on by less than this is not told again. */
const NEED_STEP_MS = 5_000;

export interface Status {
  readonly state: ReplayState;
  readonly ts: number;
  readonly view: StageView | undefined;
  /** The page's address as recorded, where the view has none. */
  readonly recordedUrl: string | null;
  readonly message: string | undefined;
  readonly speed: number;
  readonly skipping: boolean;
}

/** Sends a message to the parent, and gives it the buffers in `transfer`. */
export type Send = (message: FromStage, transfer?: Transferable[]) => void;

const isNear = (a: number | undefined, b: number | undefined) => Math.abs((a ?? 0) - (b ?? 0)) < NEED_STEP_MS;

/** What the stage tells its parent, without saying the same thing twice. */
export class Announcer {
  #session: { readonly start: number; readonly end: number };
  readonly #send: Send;
  readonly #facts = new Map<string, KnownFacts>();
  readonly #failedEvents = new Map<string, Map<string, number>>();
  #factsDue = false;
  #need: Need | undefined;
  #clockAt = -Infinity;

  constructor(session: { readonly start: number; readonly end: number }, send: Send) {
    this.#session = session;
    this.#send = send;
  }

  /** The session as it is told from now on. */
  setSession(session: { readonly start: number; readonly end: number }): void {
    this.#session = session;
  }

  status({ state, ts, view, recordedUrl, message, speed, skipping }: Status): void {
    this.#send({
      type: "replay:state",
      state,
      ts,
      start: this.#session.start,
      end: this.#session.end,
      view: view?.id ?? "",
      url: view?.url || (recordedUrl ?? ""),
      ...(message === undefined ? {} : { message }),
      speed,
      skipping,
    });
    this.#send({ type: "stage:clock", ts });
  }

  /** The playhead at `ts`; `now` is the time of the drawn frame. */
  clock(ts: number, now: number): void {
    if (now - this.#clockAt < CLOCK_MS) return;
    this.#clockAt = now;
    this.#send({ type: "stage:clock", ts });
  }

  /** Which view is shown when. */
  programme(spans: readonly Span[]): void {
    const told = spans.map(({ viewId, from, to }) => ({ viewId, start: from, end: to }));
    this.#send({ type: "stage:programme", spans: told });
  }

  /** What is wanted next. `isMet`: whether what was told before has come. */
  need(need: Need | undefined, isMet: (told: Need) => boolean): void {
    const told = this.#need;
    const same =
      told?.viewId === need?.viewId && isNear(told?.ts, need?.ts) && isNear(told?.from, need?.from);
    if (same && (told === undefined || !isMet(told))) return;
    this.#need = need;
    if (need !== undefined) this.#send({ type: "stage:need", ...need });
  }

  /** What a view's records say, and with it what the player could not show of it. */
  facts(facts: KnownFacts): void {
    const { viewId, decodedUntil, firstPictureAt } = facts;
    this.#facts.set(viewId, facts);
    const failed = [...(this.#failedEvents.get(viewId) ?? [])];
    this.#send({
      type: "stage:facts",
      viewId,
      decodedUntil,
      firstPictureAt,
      facts: [...facts.facts],
      idle: [...facts.idle],
      gaps: [...facts.gaps],
      diagnostics: [
        ...facts.diagnostics,
        ...failed.map(([what, count]) => ({ viewId, code: "event-failed", message: notShown(what), count })),
      ],
    });
  }

  /** An event of this view could not be shown; told with the view's facts, equal ones joined. */
  eventFailed(viewId: string, what: string): void {
    const failed = this.#failedEvents.get(viewId) ?? new Map<string, number>();
    this.#failedEvents.set(viewId, failed);
    failed.set(what, (failed.get(what) ?? 0) + 1);
    const facts = this.#facts.get(viewId);
    if (facts !== undefined && !this.#factsDue) {
      this.#factsDue = true;
      // Failures come in crowds: one message for all of a task.
      queueMicrotask(() => {
        this.#factsDue = false;
        this.facts(this.#facts.get(viewId) ?? facts);
      });
    }
  }

  /** Segments are no longer here. */
  dropped(viewId: string, first: number, last: number): void {
    this.#send({ type: "stage:dropped", viewId, first, last });
  }

  /** Decoding cannot begin after this segment. */
  entryLost(viewId: string, after: number, isBroken: boolean): void {
    this.#send({ type: "stage:entry-lost", viewId, after, isBroken });
  }

  /** A keyframe was made that is worth keeping. */
  made(viewId: string, { after, at, until, bytes }: Parameters<DecodeHandlers["made"]>[1]): void {
    this.#send({ type: "stage:made-keyframe", viewId, after, at, until, bytes }, [bytes]);
  }

  viewport({ width, height }: Size): void {
    this.#send({ type: "stage:viewport", width, height });
  }
}

const notShown = (what: string) => `the player could not show an event: ${what}`;
