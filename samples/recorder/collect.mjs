// An intake that keeps what the SDK posts, to be written as a recording: a folder with `recording.json`,
// `segments/V-I.bin` and `.event.json` (V: place of the view, I: index_in_view) and `rum-events.ndjson`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

/** The page is gone when no upload came for so many milliseconds. */
const QUIET_MS = 3000;

async function partsOf(body, contentType) {
  const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
  const segment = form.get("segment");
  if (segment === null) return undefined;
  const event = await form.get("event")?.text();
  const metadata = event === undefined ? flatMetadata(form) : JSON.parse(event);
  return { bytes: Buffer.from(await segment.arrayBuffer()), event, metadata };
}

/** SDK 3 has no `event` part: each of its members is a field. */
function flatMetadata(form) {
  const number = (name) => Number(form.get(name));
  return {
    application: { id: form.get("application.id") },
    session: { id: form.get("session.id") },
    view: { id: form.get("view.id") },
    start: number("start"),
    end: number("end"),
    creation_reason: form.get("creation_reason"),
    records_count: number("records_count"),
    has_full_snapshot: form.get("has_full_snapshot") === "true",
    raw_segment_size: number("raw_segment_size"),
  };
}

/** Collects uploads: `intake` answers them as a server's request listener, `write` makes the recording. */
export function createCollector() {
  const segments = new Map();
  const rumEvents = [];
  const requests = [];
  let lastUpload = Date.now();

  async function keep(request) {
    const body = await buffer(request);
    requests.push({ url: request.url, rawHeaders: request.rawHeaders, body });
    const forwarded = new URL(request.url, "http://page").searchParams.get("ddforward") ?? "";
    if (!forwarded.includes("/api/v2/replay?")) {
      rumEvents.push(
        ...body
          .toString()
          .split("\n")
          .filter((line) => line !== ""),
      );
      return;
    }
    const parts = await partsOf(body, request.headers["content-type"]);
    if (parts === undefined) return;
    const { view, start, index_in_view: index = start } = parts.metadata;
    // A request that is cancelled as the page goes away comes again.
    segments.set(`${view.id}-${index}`, parts);
  }

  return {
    async intake(request, response) {
      await keep(request);
      lastUpload = Date.now();
      response.writeHead(202).end("{}");
    },

    /** Resolves when uploads have ceased. */
    async quiet() {
      lastUpload = Date.now();
      while (Date.now() - lastUpload < QUIET_MS) await setTimeout(QUIET_MS / 10);
    },

    /** How many segments have come. */
    segmentCount: () => segments.size,

    /**
     * Writes the recording, replacing one of that name. `about` goes into `recording.json`. Where segments came
     * without an `event` part, all requests are written too, as they were.
     */
    write(folder, about) {
      const views = viewsOf(segments);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, "segments"), { recursive: true });
      for (const { name, bytes, event, metadata } of named(segments, views)) {
        writeFileSync(join(folder, "segments", `${name}.bin`), bytes);
        writeFileSync(join(folder, "segments", `${name}.event.json`), event ?? JSON.stringify(metadata));
      }
      if ([...segments.values()].some(({ event }) => event === undefined)) writeRequests(folder, requests);
      writeFileSync(join(folder, "rum-events.ndjson"), `${rumEvents.join("\n")}\n`);
      const recording = { ...about, sessionId: segments.values().next().value?.metadata.session.id, views };
      writeFileSync(join(folder, "recording.json"), `${JSON.stringify(recording, null, 1)}\n`);
    },
  };
}

/** The segments with their names `V-I`; without an index in the view, their order in time is that. */
function named(segments, views) {
  const counts = views.map(() => 0);
  return [...segments.values()]
    .toSorted((a, b) => a.metadata.start - b.metadata.start)
    .map(({ bytes, event, metadata }) => {
      const place = views.findIndex((view) => view.id === metadata.view.id);
      const index = metadata.index_in_view ?? counts[place];
      counts[place] += 1;
      return { name: `${place}-${index}`, bytes, event, metadata };
    });
}

function writeRequests(folder, requests) {
  mkdirSync(join(folder, "requests"));
  for (const [at, { url, rawHeaders, body }] of requests.entries()) {
    const name = join(folder, "requests", String(at).padStart(4, "0"));
    writeFileSync(`${name}.json`, JSON.stringify({ url, rawHeaders }));
    writeFileSync(`${name}.body`, body);
  }
}

/** The views of the segments in order of their start, as `{id, start, end, segments}`. */
function viewsOf(segments) {
  const views = new Map();
  for (const { metadata } of segments.values()) {
    const { view, start, end } = metadata;
    const held = views.get(view.id) ?? { id: view.id, start, end, segments: 0 };
    views.set(view.id, {
      id: view.id,
      start: Math.min(held.start, start),
      end: Math.max(held.end, end),
      segments: held.segments + 1,
    });
  }
  return [...views.values()].toSorted((a, b) => a.start - b.start);
}
