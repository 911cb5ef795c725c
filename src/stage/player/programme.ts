import { countBefore } from "../../base/binary-search.ts";
import type { StageView } from "../../wire/stage.ts";

/** A stretch of the session and the view that is shown in it. */
export interface Span {
  readonly viewId: string;
  readonly from: number;
  readonly to: number;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The programme of a session as it is known now; see `planProgramme`. */
export class Programme {
  #session: Stretch;
  #views: readonly StageView[];
  #chosen: string | undefined;
  #spans: readonly Span[];

  constructor(session: Stretch, views: readonly StageView[], chosen: string | undefined) {
    this.#session = session;
    this.#views = views;
    this.#chosen = chosen;
    this.#spans = planProgramme(session, views, chosen);
  }

  get session(): Stretch {
    return this.#session;
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** This view (else its tab) is shown where views overlap. */
  choose(viewId: string): void {
    this.#chosen = viewId;
    this.#spans = planProgramme(this.#session, this.#views, viewId);
  }

  /** The session has gone on. */
  grow(session: Stretch, views: readonly StageView[]): void {
    this.#session = session;
    this.#views = views;
    this.#spans = planProgramme(session, views, this.#chosen);
  }
}

/**
 * Which view is shown when, over the whole session without a hole: where no view covers the time, the one
 * before goes on (its last picture is held). Where views of several tabs cover it: the chosen view, else one
 * of the chosen view's tab, else one that was recorded, else the one that started last.
 *
 *   tab 1   ├──── A ────┤    ├─── C ───┤
 *   tab 2        ├── B ──┤
 *           AAAAABBBBBBBBBBBBCCCCCCCCCCC
 */
export function planProgramme(
  session: Stretch,
  views: readonly StageView[],
  chosen?: string,
): readonly Span[] {
  const tab = views.find(({ id }) => id === chosen)?.tabId;
  const rank = (view: StageView) =>
    (view.id === chosen ? 4 : 0) +
    (tab !== undefined && view.tabId === tab ? 2 : 0) +
    (view.hasReplay ? 1 : 0);
  const better = (a: StageView, b: StageView) =>
    rank(a) > rank(b) || (rank(a) === rank(b) && a.start >= b.start) ? a : b;

  const spans: { viewId: string; from: number; to: number }[] = [];
  for (const [from, to] of intervals(session, views)) {
    const covering = views.filter(({ start, end }) => start <= from && end > from);
    const best = covering.length === 0 ? undefined : covering.reduce((held, view) => better(view, held));
    const last = spans.at(-1);
    const viewId = best?.id ?? last?.viewId ?? views[0]?.id;
    if (viewId === undefined) continue;
    if (last?.viewId === viewId) last.to = to;
    else spans.push({ viewId, from, to });
  }
  return spans;
}

/** The span that holds `ts`; the first or the last one for times outside. */
export function spanAt(spans: readonly Span[], ts: number): Span | undefined {
  const index = countBefore(spans, ({ from }) => from <= ts) - 1;
  return spans[Math.max(index, 0)];
}

/** The span that begins when the one at `ts` ends. */
export function spanAfter(spans: readonly Span[], ts: number): Span | undefined {
  return spans[countBefore(spans, ({ from }) => from <= ts)];
}

/** The session cut at every start and end of a view. */
function intervals(session: Stretch, views: readonly StageView[]): readonly (readonly [number, number])[] {
  const inside = views
    .flatMap(({ start, end }) => [start, end])
    .filter((time) => time > session.start && time < session.end);
  const cuts = [...new Set([session.start, ...inside, session.end])].toSorted((a, b) => a - b);
  return cuts.slice(1).map((to, index) => [cuts[index] ?? session.start, to] as const);
}
