import { derivedId } from "../long/derived-id.ts";
import { writeSession } from "../long/session-folder.ts";
import type { SourceRumEvent } from "../long/source-recording.ts";
import { BUSY_URL, BUSY_VIEWPORT, busyRecords } from "./busy-records.ts";
import { changeWriter } from "./change-writer.ts";
import { v1Writer } from "./v1-writer.ts";

/** When the page of live figures is said to have been recorded. */
const START = Date.UTC(2026, 0, 5, 9);

const FORMATS = {
  change: { writer: changeWriter, sdkVersion: "7.16.2" },
  v1: { writer: v1Writer, sdkVersion: "6.33.0" },
} as const;

export type BusyFormat = keyof typeof FORMATS;

/** Writes so many minutes of the page of live figures into a folder, as a recording of one view. */
export async function makeBusySession(format: BusyFormat, minutes: number, folder: string): Promise<void> {
  const { writer, sdkVersion } = FORMATS[format];
  const name = `busy-${format}-${minutes}`;
  const sessionId = derivedId(name);
  const applicationId = derivedId("busy");
  const viewId = derivedId(name, "view");
  const lengthMs = minutes * 60_000;
  const view: SourceRumEvent = {
    type: "view",
    date: START,
    application: { id: applicationId },
    session: { id: sessionId, type: "user", has_replay: true },
    view: { id: viewId, url: BUSY_URL, is_active: false, time_spent: lengthMs * 1e6 },
    source: "browser",
    _dd: { format_version: 2, document_version: 1 },
  };
  const about = { sdkVersion, viewport: BUSY_VIEWPORT, browser: "Chromium 156" };
  const records = busyRecords(writer(), START, lengthMs);
  await writeSession(
    folder,
    { name, sessionId, applicationId, about },
    [{ id: viewId, reason: "init", records }],
    [view],
  );
}
