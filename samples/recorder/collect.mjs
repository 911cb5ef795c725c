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
  const event = await form.get("event").text();
  return { bytes: Buffer.from(await segment.arrayBuffer()), event, metadata: JSON.parse(event) };
}

/** Collects uploads: `intake` answers them as a server's request listener, `write` makes the recording. */
export function createCollector() {
  const segments = new Map();
  const rumEvents = [];
  let lastUpload = Date.now();

  async function keep(request) {
    const body = await buffer(request);
    const forwarded = new URL(request.url, "http://shop").searchParams.get("ddforward") ?? "";
    if (forwarded.startsWith("/api/v2/rum")) {
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
    // A request that is cancelled as the page goes away comes again.
    segments.set(`${parts.metadata.view.id}-${parts.metadata.index_in_view}`, parts);
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

    /** Writes the recording, replacing one of that name. `about` goes into `recording.json`. */
    write(folder, about) {
      const views = viewsOf(segments);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, "segments"), { recursive: true });
      for (const { bytes, event, metadata } of segments.values()) {
        const place = views.findIndex((view) => view.id === metadata.view.id);
        const name = join(folder, "segments", `${place}-${metadata.index_in_view}`);
        writeFileSync(`${name}.bin`, bytes);
        writeFileSync(`${name}.event.json`, event);
      }
      writeFileSync(join(folder, "rum-events.ndjson"), `${rumEvents.join("\n")}\n`);
      const recording = { ...about, sessionId: segments.values().next().value?.metadata.session.id, views };
      writeFileSync(join(folder, "recording.json"), `${JSON.stringify(recording, null, 1)}\n`);
    },
  };
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
