import { join } from "node:path";
import { readRecordings, type Recording } from "../recording.ts";
import { makeBusySession } from "./make-busy-session.ts";

/** Makes a minute of the page of live figures in each format, in a folder of its own; they last as long as it. */
export async function busyRecordings(folder: string): Promise<readonly Recording[]> {
  for (const format of ["change", "v1"] as const) await makeBusySession(format, 1, join(folder, format));
  return readRecordings(folder);
}
