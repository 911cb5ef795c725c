import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { z } from "zod";
import { type EpochMs, epochMs } from "../../base/time.ts";
import type { Intake, IntakeUpload } from "../intake/intake.ts";

// Sample sessions go in through the intake, as their pages posted them.
//
//   <directory>/<name>/recording.json           what was recorded, below
//   <directory>/<name>/segments/V-I.bin         a segment as sent: V is its view's place, I its index
//   <directory>/<name>/segments/V-I.event.json  the metadata sent with it
//   <directory>/<name>/rum-events.ndjson        every RUM event as sent, one a line

const recordingSchema = z.object({
  sdkVersion: z.string().default(""),
  userAgent: z.string().default(""),
  views: z.array(z.object({ end: z.number() })),
});
type Recording = z.infer<typeof recordingSchema>;

/** What the import needs. */
export interface SampleImport {
  /** Folder of recordings; without it there is nothing to import. */
  readonly directory: string;
  /** File that says that the store has its samples: written when all are in. */
  readonly marker: string;
  /** An intake that takes the given time for the present: a session recorded long ago is not live. */
  readonly intakeAt: (now: EpochMs) => Intake;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/**
 * Imports the sample sessions, unless that was done before. A sample that fails is logged and the others go
 * on; the next start tries again, and what is there already is not stored twice.
 */
export async function importSamples(samples: SampleImport, signal: AbortSignal): Promise<void> {
  if (await exists(samples.marker)) return;
  const names = await recordingNames(samples.directory);
  let failed = names.length === 0;
  for (const name of names) {
    try {
      await importRecording(join(samples.directory, name), samples.intakeAt, signal);
    } catch (error) {
      signal.throwIfAborted();
      failed = true;
      samples.log.warn({ err: error, sample: name }, "a sample session could not be imported");
    }
  }
  if (!failed) await writeFile(samples.marker, `${names.join("\n")}\n`);
}

async function recordingNames(directory: string): Promise<string[]> {
  if (!(await exists(directory))) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

async function importRecording(
  folder: string,
  intakeAt: SampleImport["intakeAt"],
  signal: AbortSignal,
): Promise<void> {
  const text = await readFile(join(folder, "recording.json"), "utf8");
  const recording = recordingSchema.parse(JSON.parse(text));
  const intake = intakeAt(epochMs(Math.max(0, ...recording.views.map((view) => view.end))));
  const segments = join(folder, "segments");
  const names = (await readdir(segments)).filter((file) => file.endsWith(".bin"));
  for (const name of names.toSorted(new Intl.Collator("en", { numeric: true }).compare)) {
    const bytes = await readFile(join(segments, name));
    const event = await readFile(join(segments, name.replace(/\.bin$/, ".event.json")), "utf8");
    await post(intake, segmentUpload(recording, bytes, event), name, signal);
  }
  const events = await readFile(join(folder, "rum-events.ndjson"), "utf8");
  const request = new Request("http://localhost/", { method: "POST", body: events });
  await post(intake, upload(recording, "/api/v2/rum", request), "rum-events.ndjson", signal);
}

function segmentUpload(recording: Recording, bytes: Uint8Array<ArrayBuffer>, event: string): IntakeUpload {
  const form = new FormData();
  form.append("segment", new Blob([bytes], { type: "application/octet-stream" }), "segment");
  form.append("event", new Blob([event], { type: "application/json" }), "blob");
  return upload(
    recording,
    "/api/v2/replay",
    new Request("http://localhost/", { method: "POST", body: form }),
  );
}

/** `request` has a body and states its type; its address has no meaning. */
function upload({ sdkVersion, userAgent }: Recording, path: string, request: Request): IntakeUpload {
  return {
    path,
    query: new URLSearchParams({
      ddsource: "browser",
      "dd-evp-origin": "browser",
      "dd-evp-origin-version": sdkVersion,
    }),
    contentType: request.headers.get("content-type") ?? "",
    contentEncoding: "",
    userAgent,
    apiKey: "",
    originVersion: "",
    body: request.body && Readable.fromWeb(request.body),
  };
}

async function post(intake: Intake, sent: IntakeUpload, name: string, signal: AbortSignal): Promise<void> {
  const { status, errors = [] } = await intake.accept(sent, signal);
  if (status !== 202) throw new Error(`${name} was answered with ${status}: ${errors.join("; ")}`);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
