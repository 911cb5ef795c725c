import type { SessionDetail } from "../../../../wire/session.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { CLOCKS_AHEAD_MS, RETENTION_MS } from "./retention.ts";
import { everyRumEvent } from "./rum-search.ts";
import { is } from "./rum-query.ts";
import { joined, knownView, type KnownView, sessionOfViews, sessionSummary } from "./summaries.ts";
import type { RumEvent } from "./rum-event.ts";
import type { ViewKey } from "../../../storage/stored-segment.ts";
import { SharedAsks } from "../http/shared-asks.ts";

/** A session as Datadog's search knows it. */
export interface KnownSession {
  readonly detail: SessionDetail;
  readonly views: ReadonlyMap<string, KnownView>;
}

const MOST_KEPT = 100;
/** A session that is over is asked for again after so long, one that goes on each time. */
const KEPT_MS = 10 * 60_000;
/** A view that is not known is asked for again so soon at the earliest. */
const UNKNOWN_VIEW_MS = 5000;

interface Entry {
  readonly at: number;
  readonly known: KnownSession;
}

/** Looks sessions up, and remembers them for a while: each of their views' segments is asked for by its date. */
export class SessionBook {
  readonly #client: SiteClient;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Entry>();
  readonly #asks = new SharedAsks<KnownSession | null>();

  constructor(client: SiteClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** A session and its views as they are now; null when there is none of that id. */
  async lookUp(sessionId: string, signal: AbortSignal): Promise<KnownSession | null> {
    const entry = this.#kept.get(sessionId);
    const age = this.#clock.now() - (entry?.at ?? 0);
    if (entry !== undefined && !entry.known.detail.session.live && age < KEPT_MS) return entry.known;
    return this.#ask(sessionId, signal);
  }

  /** What is remembered of a session, else what is there now. */
  async recall(sessionId: string, signal: AbortSignal): Promise<KnownSession | null> {
    return this.#kept.get(sessionId)?.known ?? this.#ask(sessionId, signal);
  }

  /** A view; of one that is not remembered it is asked whether it has come since. */
  async recallView({ sessionId, viewId }: ViewKey, signal: AbortSignal): Promise<KnownView | null> {
    const remembered = await this.recall(sessionId, signal);
    const view = remembered?.views.get(viewId);
    const age = this.#clock.now() - (this.#kept.get(sessionId)?.at ?? 0);
    if (view !== undefined || age < UNKNOWN_VIEW_MS) return view ?? null;
    return (await this.#ask(sessionId, signal))?.views.get(viewId) ?? null;
  }

  #ask(sessionId: string, signal: AbortSignal): Promise<KnownSession | null> {
    return this.#asks.ask(sessionId, (shared) => this.#search(sessionId, shared), signal);
  }

  async #search(sessionId: string, signal: AbortSignal): Promise<KnownSession | null> {
    const now = this.#clock.now();
    const search = {
      what: "the search for a session",
      query: `${is("@session.id", sessionId)} @type:(session OR view)`,
      from: now - RETENTION_MS,
      to: now + CLOCKS_AHEAD_MS,
      sort: "timestamp",
      priority: "now",
    } as const;
    const events: RumEvent[] = [];
    for await (const event of everyRumEvent(this.#client, search, signal)) events.push(event);
    const known = knownSession(events, this.#client.site.site, now);
    if (known !== null) this.#keep(sessionId, { at: now, known });
    return known;
  }

  #keep(sessionId: string, entry: Entry): void {
    this.#kept.delete(sessionId);
    this.#kept.set(sessionId, entry);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
  }
}

function knownSession(events: readonly RumEvent[], source: string, now: number): KnownSession | null {
  const viewEvents = events.filter(({ type }) => type === "view");
  const views = new Map<string, KnownView>();
  for (const event of viewEvents) {
    const view = knownView(event);
    if (view !== null) views.set(view.summary.id, view);
  }
  const summaries = [...views.values()].map(({ summary }) => summary).toSorted((a, b) => a.start - b.start);
  const own = events.find(({ type }) => type === "session");
  const summary = own && sessionSummary(own, source, now);
  const session = summary ? joined(summary, summaries) : sessionOfViews(viewEvents, summaries, source, now);
  return session === null ? null : { detail: { session, views: summaries }, views };
}
