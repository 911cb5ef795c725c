import { SourceError } from "../sources/source.ts";
import type { EventPlatform } from "../storage/driver.ts";
import type { IncomingRumEvent, RumEventPosition } from "../storage/stored-rum-event.ts";
import type { Keeping } from "./keep-deps.ts";
import { identityOf, keptEvent } from "./kept-event.ts";

const LISTED_AT_ONCE = 1000;
const LISTED_BYTES = 4 * 1024 * 1024;

/** Which of a session's events to keep. */
export interface EventsToKeep {
  /** The view that the session's own event goes with. */
  readonly firstViewId: string | undefined;
  /** No more events will come. */
  readonly isOver: boolean;
}

/**
 * Keeps a session's RUM events, from where that was left on. An event that is here already, from the SDK or from before,
 * is not stored again. Resolves with how many have a form that is not taken.
 */
export async function keepEvents(
  keeping: Keeping,
  which: EventsToKeep,
  signal: AbortSignal,
): Promise<number> {
  const { ledger, tally, store, sessionId } = keeping;
  const held = await heldIdentities(store.events, sessionId, signal);
  tally.addEvents(held.size);
  if (ledger.events.isDone) return 0;
  let odd = 0;
  let { after } = ledger.events;
  do {
    const page = await nextPage(keeping, after, signal);
    const events: IncomingRumEvent[] = [];
    for (const document of page.documents) {
      const event = keptEvent(document, which.firstViewId);
      if (event === null) odd += 1;
      else if (isNew(event, held)) events.push(event);
    }
    ({ after } = page);
    await ledger.putEvents(events, { after, isDone: after === null && which.isOver });
    tally.addEvents(held.size - tally.progress.events);
  } while (after !== null);
  return odd;
}

async function nextPage({ feed, sessionId }: Keeping, after: string | null, signal: AbortSignal) {
  const page = await askAgain(
    () => feed.rumEvents(sessionId, after, signal),
    after,
    () => feed.rumEvents(sessionId, null, signal),
  );
  if (page === null) throw new SourceError(404, `there is no session ${sessionId}`);
  return page;
}

/** A place may be good for a while only: then from the first on, and what is here is known. */
async function askAgain<T>(ask: () => Promise<T>, after: string | null, again: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (after !== null && error instanceof SourceError && error.status === 400) return again();
    throw error;
  }
}

/** Of a view, the store knows which of two documents is the later one. */
function isNew({ type, document }: IncomingRumEvent, held: Set<string>): boolean {
  const identity = identityOf(type, document);
  const isThere = held.has(identity);
  held.add(identity);
  return type === "view" || !isThere;
}

async function heldIdentities(
  events: EventPlatform,
  sessionId: string,
  signal: AbortSignal,
): Promise<Set<string>> {
  const held = new Set<string>();
  let after: RumEventPosition | undefined;
  do {
    const page = { after, limit: LISTED_AT_ONCE, maxBytes: LISTED_BYTES };
    const listed = await events.listRumEvents(sessionId, page, signal);
    for (const { type, document } of listed) held.add(identityOf(type, document));
    after = listed.at(-1)?.position;
  } while (after !== undefined);
  return held;
}
