import type { SessionDetail } from "../../wire/session.ts";
import { SourceError } from "../sources/source.ts";
import type { KeptSession } from "../storage/stored-keep.ts";
import type { KeepDeps, Keeping } from "./keep-deps.ts";
import { keepEvents } from "./keep-events.ts";
import { keepView } from "./keep-view.ts";
import { KeptImages } from "./kept-images.ts";
import { Ledger } from "./ledger.ts";
import { Tally } from "./tally.ts";

/** What ended so long ago does not go on: the SDK ends a session after 15 minutes of rest. Its intake takes a while. */
const RESTS_MS = 30 * 60_000;

/**
 * Brings a session into the store: RUM events, segments as recorded, and the images that they refer to. What is here
 * already is not asked for again, whoever brought it; what was begun is gone on with.
 *
 * `onTally` is told at the start how its progress can be looked at.
 * @throws {SourceError} when the source has no such session, or some of it could not be had: what was had is stored,
 * and the next time it goes on from there. The signal's reason when that aborts.
 */
export async function keepSession(
  sessionId: string,
  deps: KeepDeps,
  onTally: (tally: Tally) => void,
  signal: AbortSignal,
): Promise<KeptSession> {
  const { source, store, now } = deps;
  const detail = await source.getSession(sessionId, signal);
  if (detail === null) throw new SourceError(404, `${source.title} has no session ${sessionId}`);
  const { session } = detail;
  const recorded = detail.views.filter(({ segmentCount }) => segmentCount > 0);
  const tally = new Tally(recorded);
  onTally(tally);
  const keeping: Keeping = {
    ...deps,
    sessionId,
    applicationId: session.applicationId,
    sdkVersion: session.sdkVersion ?? "",
    ledger: await Ledger.open(store.keeps, sessionId, source.id, now),
    tally,
  };
  const isOver = !session.live && now() - session.end > RESTS_MS;
  const odd = await keepEvents(keeping, { firstViewId: detail.views[0]?.id, isOver }, signal);
  const missing = await keepViews(keeping, recorded, isOver, signal);
  if (odd > 0) missing.push(`${odd} RUM events have a form that the store does not take`);
  if (!isOver) missing.push("the session may still go on: keep it again later for the rest");
  return keeping.ledger.finish(missing);
}

async function keepViews(
  keeping: Keeping,
  views: SessionDetail["views"],
  isOver: boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const images = new KeptImages(keeping);
  const missing: string[] = [];
  const failures: string[] = [];
  for (const view of views) {
    try {
      missing.push(...(await keepView(keeping, view, { images, isOver }, signal)));
    } catch (error) {
      signal.throwIfAborted();
      // Wrong keys are wrong for all.
      if (!(error instanceof SourceError) || error.status === 401 || error.status === 403) throw error;
      failures.push(`view ${view.id}: ${error.message}`);
    }
  }
  if (failures.length > 0) throw new SourceError(502, failures.join("; "));
  if (images.missing > 0)
    missing.push(`${images.missing} images of canvases, which the source does not have`);
  return missing;
}
