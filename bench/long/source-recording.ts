import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { z } from "zod";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";

// A whole recording in memory, to be repeated: what its views hold and the RUM events sent with them.

const recordingSchema = z.looseObject({
  name: z.string(),
  sdkVersion: z.string(),
  sessionId: z.string(),
  viewport: z.object({ width: z.number(), height: z.number() }),
  browser: z.string().optional(),
  userAgent: z.string().optional(),
});

const segmentSchema = z.object({
  records: z.array(z.custom<RawRecord>()),
  index_in_view: z.number(),
  creation_reason: z.string(),
  application: z.object({ id: z.string() }),
  view: z.object({ id: z.string() }),
});

const rumEventSchema = z.looseObject({
  type: z.string(),
  date: z.number(),
  view: z.looseObject({ id: z.string() }),
});

export type SourceRumEvent = z.infer<typeof rumEventSchema>;

export interface SourceView {
  readonly id: string;
  /** Why its first segment began. */
  readonly reason: "init" | "view_change";
  /** In the order of the stream; never empty. */
  readonly records: readonly RawRecord[];
}

export interface SourceRecording {
  /** What `recording.json` says. */
  readonly about: z.infer<typeof recordingSchema>;
  readonly applicationId: string;
  /** In order of their place; never empty. */
  readonly views: readonly SourceView[];
  readonly rumEvents: readonly SourceRumEvent[];
}

/** Reads a recording's folder. @throws when it is not of that form. */
export async function readSourceRecording(folder: string): Promise<SourceRecording> {
  const about = recordingSchema.parse(JSON.parse(await readFile(join(folder, "recording.json"), "utf8")));
  const lines = (await readFile(join(folder, "rum-events.ndjson"), "utf8")).split("\n").filter(Boolean);
  const rumEvents = lines.map((line) => rumEventSchema.parse(JSON.parse(line)));
  const segments = await readSegments(join(folder, "segments"));
  const [first] = segments.values();
  const applicationId = first?.[0]?.application.id;
  if (applicationId === undefined) throw new Error(`${folder} has no segments`);
  const views = [...segments.values()].map((list): SourceView => ({
    id: list[0]?.view.id ?? "",
    reason: list[0]?.creation_reason === "init" ? "init" : "view_change",
    records: list.flatMap(({ records }) => records),
  }));
  return { about, applicationId, views, rumEvents };
}

/** Segments by their view's place, in order of both. */
async function readSegments(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".bin"));
  const views = new Map<string, z.infer<typeof segmentSchema>[]>();
  for (const name of names.toSorted(new Intl.Collator("en", { numeric: true }).compare)) {
    const text = inflateSync(await readFile(join(folder, name))).toString();
    const [place = ""] = name.split("-");
    const list = views.get(place) ?? [];
    views.set(place, list);
    list.push(segmentSchema.parse(JSON.parse(text)));
  }
  return views;
}
