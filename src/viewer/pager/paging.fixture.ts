import { onTestFinished } from "vitest";
import type { KeyframeList, SegmentIndex } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import type { ToStage } from "../../wire/stage.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import { SegmentPager } from "./segment-pager.ts";
import type { Sourcing } from "./sourcing.ts";
import type { MadeKeyframe, PagedIndex } from "./segment-source.ts";
import { entries } from "./view-delivery.fixture.ts";
import type { Wanted } from "./wanted.ts";

/** Something that the pager waits for, answered by hand. */
interface Asked<Q, A> {
  readonly what: Q;
  readonly signal: AbortSignal;
  readonly answer: (with_: A) => void;
  readonly refuse: (error: Error) => void;
}

export interface SourcedView {
  readonly id: string;
  /** What the source answers one time after the other, the last one again and again; none: it refuses. */
  readonly indexes: PagedIndex[];
}

export const frames = (...indexes: number[]): SegmentFrame[] =>
  indexes.map((index) => ({ index, bytes: new Uint8Array([index]) }));

/** An index of a view that is over. */
export const complete = (viewId: string, count: number, change: Partial<PagedIndex> = {}): PagedIndex => ({
  viewId,
  segments: [...entries(count, 40_000)],
  complete: true,
  kept: [],
  ...change,
});

export const growing = (viewId: string, count: number, change: Partial<PagedIndex> = {}): PagedIndex => ({
  ...complete(viewId, count),
  complete: false,
  ...change,
});

/** The source's list of keyframes after these segments. */
export const listOf = (id: string, through: number, ...after: number[]): Pick<SegmentIndex, "keyframes"> => {
  const keyframes: KeyframeList = {
    id,
    through,
    firstPictureAt: 0,
    url: "https://shop.example/",
    entries: after.map((each) => ({ after: each, at: each * 1000 + 1000, bytes: 9 })),
  };
  return { keyframes };
};

/** With this the source says that it is out of reach. */
export const NO_CONNECTION = new Error("no connection");

/** A pager over a source that is answered by hand. */
export function setUp(views: readonly SourcedView[], scope: "session" | "moment" = "session") {
  const posted: ToStage[] = [];
  const asked: Asked<Wanted & { readonly list?: string | undefined }, unknown>[] = [];
  const facts: Asked<string, ViewFacts>[] = [];
  const polls: { readonly ms: number; readonly pass: () => void }[] = [];
  const indexAsks: string[] = [];
  const kept: MadeKeyframe[] = [];
  let indexError: Error | undefined;
  const sourced: { readonly viewId: string; readonly sourcing: Sourcing }[] = [];
  const connection: ("lost" | "there")[] = [];
  const sleepers: (() => void)[] = [];
  const wake = () => {
    for (const sleeper of sleepers.splice(0)) sleeper();
  };
  const ask = <Q, A>(all: Asked<Q, A>[], what: Q, signal: AbortSignal) =>
    new Promise<A>((resolve, reject) => {
      all.push({ what, signal, answer: resolve, refuse: reject });
      signal.addEventListener("abort", () => reject(signal.reason as Error));
      wake();
    });
  const pager = new SegmentPager({
    source: {
      index(viewId, known) {
        indexAsks.push(known === undefined ? viewId : `${viewId} beyond ${known}`);
        if (indexError !== undefined) return Promise.reject(indexError);
        const answers = views.find((view) => view.id === viewId)?.indexes ?? [];
        const next = answers.length > 1 ? answers.shift() : answers[0];
        return next === undefined ? Promise.reject(new Error("no such view")) : Promise.resolve(next);
      },
      page: (page, signal) => ask(asked, page, signal) as Promise<readonly SegmentFrame[]>,
      keyframe: (keyframe, list, signal) => ask(asked, { ...keyframe, list }, signal) as Promise<Uint8Array>,
      facts: (viewId, list, signal) => ask(facts, `${viewId} ${list}`, signal),
      keep: (_viewId, keyframe) => kept.push(keyframe),
    },
    views: views.map(({ id }, at) => ({ id, start: at * 100_000, hasReplay: true })),
    live: true,
    scope,
    post: (message) => {
      posted.push(message);
      wake();
    },
    describe: (error) => `cannot load: ${(error as Error).message}`,
    isConnectionLost: (error) => error === NO_CONNECTION,
    sourced: (viewId, sourcing) => sourced.push({ viewId, sourcing }),
    reconnecting: (isLost) => connection.push(isLost ? "lost" : "there"),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason as Error);
        signal.addEventListener("abort", abort);
        const pass = () => {
          signal.removeEventListener("abort", abort);
          resolve();
        };
        polls.push({ ms, pass });
        wake();
      }),
  });
  onTestFinished(() => pager.stop());
  /** Resolves when the condition holds; it is looked at whenever the pager does something. */
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => sleepers.push(resolve));
  };
  return {
    pager,
    posted,
    asked,
    facts,
    polls,
    indexAsks,
    kept,
    /** What the pager said of the source's finding out what views have. */
    sourced,
    /** What the pager said of the connection. */
    connection,
    /** From now on no index can be had, until this is called without an error. */
    refuseIndexes: (error: Error | undefined) => {
      indexError = error;
    },
    until,
    /** The segments that the stage was given of a view, in the order in which they came. */
    delivered: (viewId: string) =>
      posted.flatMap((message) =>
        message.type === "stage:segments" && message.viewId === viewId ? message.segments : [],
      ),
    /** The messages of one type. */
    of: <T extends ToStage["type"]>(type: T) =>
      posted.filter((message): message is Extract<ToStage, { type: T }> => message.type === type),
    /** Answers what was asked for `at`th, a page with all of its segments. */
    serve: (at: number) => {
      const { what, answer } = asked[at] ?? {};
      if (what?.kind === "keyframe") answer?.(new Uint8Array([what.after]));
      if (what?.kind !== "page") return;
      answer?.(
        frames(...Array.from({ length: what.last - what.first + 1 }, (_, offset) => what.first + offset)),
      );
    },
  };
}
