import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync, inflateSync } from "node:zlib";

// The recordings of the tests, as Datadog would hold them.

export type JsonObject = Readonly<Record<string, unknown>>;

/** What the SDK sends beside a segment, as far as it is needed here. */
interface SegmentEvent extends JsonObject {
  readonly session: { readonly id: string };
  readonly view: { readonly id: string };
  readonly start: number;
  readonly end: number;
  readonly index_in_view: number;
}

export interface HeldSegment {
  readonly sessionId: string;
  readonly viewId: string;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** As recorded. */
  readonly bytes: Uint8Array;
  /** The text of its JSON, with the line feed. */
  readonly text: string;
}

export interface RecordedSession {
  readonly sessionId: string;
  readonly segments: readonly HeldSegment[];
  /** RUM events as the SDK sent them. */
  readonly rumEvents: readonly JsonObject[];
}

const RECORDINGS = new URL("../fixtures/recordings/", import.meta.url);

export const recordingNames = (): readonly string[] => readdirSync(RECORDINGS);

/** A recording; with `lastAt`, moved in time so that its last event is then (epoch milliseconds). */
export function readSession(name: string, lastAt?: number): RecordedSession {
  const session = readSessionFolder(fileURLToPath(new URL(name, RECORDINGS)));
  if (lastAt === undefined) return session;
  return moved(session, lastAt - Math.max(...session.segments.map(({ end }) => end)));
}

/** The recording in a folder. */
export function readSessionFolder(folder: string): RecordedSession {
  const read = (file: string) => readFileSync(join(folder, file));
  const parse = (file: string): unknown => JSON.parse(read(file).toString());
  const { sessionId } = parse("recording.json") as { readonly sessionId: string };
  const rumEvents = read("rum-events.ndjson")
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JsonObject);
  const segments = readdirSync(join(folder, "segments"))
    .filter((file) => file.endsWith(".bin"))
    .toSorted(new Intl.Collator("en", { numeric: true }).compare)
    .map((file) => {
      const event = parse(`segments/${file.replace(".bin", ".event.json")}`) as SegmentEvent;
      return heldSegment(event, read(`segments/${file}`));
    });
  return { sessionId, segments, rumEvents };
}

const heldSegment = (event: SegmentEvent, bytes: Uint8Array): HeldSegment => ({
  sessionId: event.session.id,
  viewId: event.view.id,
  index: event.index_in_view,
  start: event.start,
  end: event.end,
  bytes,
  text: inflateSync(bytes).toString(),
});

/** The same, so many milliseconds later. */
function moved({ sessionId, segments, rumEvents }: RecordedSession, by: number): RecordedSession {
  return {
    sessionId,
    rumEvents: rumEvents.map((event) => ({ ...event, date: Number(event["date"]) + by })),
    segments: segments.map((segment) => {
      const text = `${JSON.stringify(JSON.parse(segment.text, later(by)))}\n`;
      return { ...segment, start: segment.start + by, end: segment.end + by, text, bytes: deflateSync(text) };
    }),
  };
}

const TIMES = new Set(["timestamp", "start", "end"]);
/** Epoch times are the only numbers of this size that records have. */
const later = (by: number) => (key: string, value: unknown) =>
  TIMES.has(key) && typeof value === "number" && value > 1e12 ? value + by : value;
