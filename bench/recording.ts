import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

// Recordings with screenshots of the live page, as folders: `recording.json`, `segments/`,
// `rum-events.ndjson`, `frames/TS.png`, and in some `assets.json`: what the page loaded, by address.

const recordingSchema = z.object({
  name: z.string(),
  sdkVersion: z.string(),
  sessionId: z.string(),
  viewport: z.object({ width: z.number(), height: z.number() }),
  deviceScaleFactor: z.number().default(1),
  scrollbars: z.enum(["hidden", "classic"]).default("hidden"),
  touch: z.boolean().default(false),
  /** What the frames show and the SDK does not record. */
  limits: z.array(z.string()).default([]),
  views: z.array(z.object({ id: z.string(), start: z.number(), end: z.number() })),
  frames: z
    .array(z.object({ file: z.string(), ts: z.number(), viewId: z.string(), note: z.string().default("") }))
    .default([]),
});

export type FrameOfRecording = z.infer<typeof recordingSchema>["frames"][number];
export type Recording = z.infer<typeof recordingSchema> & {
  readonly folder: string;
  /** When its first view began and its last ended, epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Bodies of what the page loaded, by address. `file` is in the folder. */
  readonly assets: ReadonlyMap<string, { readonly file: string; readonly contentType: string }>;
};

const assetsSchema = z.record(z.string(), z.object({ file: z.string(), contentType: z.string() }));

/**
 * The recordings in a folder, or the one that it is, in order of name.
 * @throws when there is none, or a `recording.json` or `assets.json` is not of that form.
 */
export async function readRecordings(folder: string): Promise<readonly Recording[]> {
  const names = (await readdir(folder)).toSorted();
  if (names.includes("recording.json")) return [await readRecording(folder)];
  const folders = names.map((name) => join(folder, name));
  const there = await Promise.all(
    folders.map((each) => stat(join(each, "recording.json")).catch(() => null)),
  );
  const found = await Promise.all(folders.filter((_, at) => there[at] !== null).map(readRecording));
  if (found.length === 0) throw new Error(`no recordings in ${folder}: expected folders with recording.json`);
  return found;
}

async function readRecording(folder: string): Promise<Recording> {
  const parsed = recordingSchema.parse(JSON.parse(await readFile(join(folder, "recording.json"), "utf8")));
  const start = Math.min(...parsed.views.map((view) => view.start));
  const end = Math.max(...parsed.views.map((view) => view.end));
  return { ...parsed, folder, start, end, assets: await readAssets(folder) };
}

async function readAssets(folder: string): Promise<Recording["assets"]> {
  const path = join(folder, "assets.json");
  if (!existsSync(path)) return new Map();
  return new Map(Object.entries(assetsSchema.parse(JSON.parse(await readFile(path, "utf8")))));
}
