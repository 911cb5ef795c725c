import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { SegmentWriter } from "./segment-writer.ts";
import type { SourceRecording, SourceRumEvent } from "./source-recording.ts";

/** One view of a session that is being written. */
export interface WrittenView {
  readonly id: string;
  readonly reason: "init" | "view_change";
  readonly records: Iterable<RawRecord>;
}

interface ViewEntry {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly segments: number;
  readonly records: number;
}

/** What of a recording a session made from it says of itself. */
export interface WrittenSession {
  readonly name: string;
  readonly sessionId: string;
  readonly applicationId: string;
  readonly about: Pick<SourceRecording["about"], "sdkVersion" | "viewport" | "userAgent" | "browser">;
}

/** Writes a session as a recording's folder: `segments/`, `rum-events.ndjson`, `recording.json`. */
export async function writeSession(
  folder: string,
  { name, sessionId, applicationId, about }: WrittenSession,
  views: Iterable<WrittenView>,
  rumEvents: readonly SourceRumEvent[],
): Promise<void> {
  const segments = join(folder, "segments");
  await mkdir(segments, { recursive: true });
  const written: ViewEntry[] = [];
  for (const view of views) {
    const owner = { applicationId, sessionId, viewId: view.id };
    const writer = new SegmentWriter(segments, written.length, owner, view.reason);
    written.push(await writeView(view, writer));
  }
  await writeFile(
    join(folder, "rum-events.ndjson"),
    rumEvents.map((event) => `${JSON.stringify(event)}\n`).join(""),
  );
  const { sdkVersion, viewport, userAgent, browser } = about;
  const recording = { name, sdkVersion, userAgent, browser, viewport, sessionId, views: written };
  await writeFile(join(folder, "recording.json"), `${JSON.stringify(recording, null, 1)}\n`);
}

async function writeView({ id, records: stream }: WrittenView, writer: SegmentWriter): Promise<ViewEntry> {
  let start = Infinity;
  let end = -Infinity;
  let records = 0;
  for (const record of stream) {
    start = Math.min(start, record.timestamp);
    end = Math.max(end, record.timestamp);
    records += 1;
    await writer.add(record);
  }
  await writer.end();
  return { id, start, end, segments: writer.segments, records };
}
