import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import { derivedId } from "./derived-id.ts";
import { oneView, periodOf, type PlacedRecord } from "./one-view.ts";
import { endViews, repeatRumEvent, stretchViewEvent } from "./rum-events.ts";
import { shifted } from "./shared-records.ts";
import { writeSession, type WrittenView } from "./session-folder.ts";
import type { SourceRecording, SourceRumEvent } from "./source-recording.ts";
import { longestStretch } from "./stretch.ts";

export type SessionKind = "one-view" | "views";

export interface MadeSession {
  readonly sessionId: string;
  /** Times of the records with which repetitions begin; empty where each is a view of its own. */
  readonly resets: ReadonlySet<number>;
}

/**
 * Writes a session of (at least) so many minutes into a folder, by repeating a recording. It ends when the recording
 * did. `views`: each repetition has the recording's views again. `one-view`: the longest view goes on and on.
 */
export function makeSession(
  source: SourceRecording,
  kind: SessionKind,
  minutes: number,
  folder: string,
): Promise<MadeSession> {
  const sessionId = derivedId(source.about.sessionId, kind, minutes);
  const name = `${source.about.name}-${kind}-${minutes}`;
  const session = { name, sessionId, applicationId: source.applicationId, about: source.about };
  return kind === "views"
    ? makeViews(source, session, minutes, folder)
    : makeOneView(source, session, minutes, folder);
}

type Session = Parameters<typeof writeSession>[1];

async function makeViews(source: SourceRecording, session: Session, minutes: number, folder: string) {
  const times = source.views.flatMap(({ records }) => records.map(({ timestamp }) => timestamp));
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const period = Math.ceil(times.reduce((a, b) => Math.max(a, b), 0) - first) + 1;
  const turns = Math.ceil((minutes * 60_000) / period);
  const shiftOf = (turn: number) => (turn - turns + 1) * period;
  const viewId = (id: string, turn: number) => derivedId(session.sessionId, id, turn);
  const all = Array.from({ length: turns }, (_, turn) => turn);
  const views = all.flatMap((turn) =>
    source.views.map((view): WrittenView => ({
      id: viewId(view.id, turn),
      reason: turn === 0 ? view.reason : "view_change",
      records: shiftAll(view.records, shiftOf(turn)),
    })),
  );
  const rumEvents = all.flatMap((turn) =>
    source.rumEvents.map((event) =>
      repeatRumEvent(event, {
        sessionId: session.sessionId,
        viewId: viewId(event.view.id, turn),
        turn,
        shiftMs: shiftOf(turn),
      }),
    ),
  );
  await writeSession(folder, session, views, endViews(rumEvents));
  return { sessionId: session.sessionId, resets: new Set<number>() };
}

function* shiftAll(records: readonly RawRecord[], shiftMs: number): Generator<RawRecord> {
  for (const record of records) yield { ...record, timestamp: shifted(record.timestamp, shiftMs) };
}

async function makeOneView(source: SourceRecording, session: Session, minutes: number, folder: string) {
  const stretch = longestStretch(source.views);
  const period = periodOf(stretch);
  const turns = Math.ceil((minutes * 60_000) / period);
  const first = (1 - turns) * period;
  const viewId = derivedId(session.sessionId, "view");
  const resets = new Set<number>();
  const records = ended(oneView(stretch, turns, first), resets);
  const ofView = source.rumEvents.filter(({ view }) => view.id === stretch.viewId);
  const repeated = Array.from({ length: turns }, (_, turn) => turn).flatMap((turn) => {
    const again = { sessionId: session.sessionId, viewId, turn, shiftMs: first + turn * period };
    return ofView.filter(({ type }) => !type.startsWith("view")).map((event) => repeatRumEvent(event, again));
  });
  const view = ofView.findLast(({ type }) => type === "view");
  const again = { sessionId: session.sessionId, viewId, turn: 0, shiftMs: first };
  const viewEvents = view ? [stretchViewEvent(repeatRumEvent(view, again), turns, turns * period)] : [];
  const rumEvents: SourceRumEvent[] = [...repeated, ...viewEvents];
  await writeSession(folder, session, [{ id: viewId, reason: "init", records }], rumEvents);
  return { sessionId: session.sessionId, resets };
}

/** A view's records and the record of its end; notes the times of the resets. */
function* ended(placed: Iterable<PlacedRecord>, resets: Set<number>): Generator<RawRecord> {
  let last: RawRecord | undefined;
  for (const { record, isReset } of placed) {
    if (isReset) resets.add(record.timestamp);
    last = record;
    yield record;
  }
  if (last) yield { type: RecordType.ViewEnd, timestamp: last.timestamp };
}
