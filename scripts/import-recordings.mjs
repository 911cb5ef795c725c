// Posts recordings to a server's intake as the SDK would:
//
//   node scripts/import-recordings.mjs <folder> [--to http://127.0.0.1:8080]
//
// <folder> is a recording or holds recordings. A recording has raw requests, which are sent again as they were,
//   requests/NNNN.json      {url: "/intake?ddforward=…", rawHeaders: [name, value, …]}
//   requests/NNNN.body      as received
// or, where it has none of these,
//   recording.json          {sdkVersion, userAgent, or else browser: "Chromium 156.0.8078.79"}
//   segments/V-I.bin        segment I of view V as sent, a zlib stream
//   segments/V-I.event.json the `event` part sent with it
//   rum-events.ndjson       every RUM event as sent, one a line
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const DEFAULT_ADDRESS = "http://127.0.0.1:8080";
const CLIENT_TOKEN = "pub0123456789abcdef0123456789abcdef";
const EVENTS_A_REQUEST = 50;

/**
 * Posts one recording to the server at `address` (without `/intake`).
 * Returns what was sent and, for each answer other than 202, a line that says what it was.
 */
export async function importRecording(folder, address = DEFAULT_ADDRESS) {
  const result = { name: basename(resolve(folder)), replays: 0, rumUploads: 0, statuses: {}, failures: [] };
  const uploads = existsSync(join(folder, "requests")) ? rawUploads(folder) : rebuiltUploads(folder);
  for await (const { name, ddforward, headers, body } of uploads) {
    const url = `${address}/intake?ddforward=${encodeURIComponent(ddforward)}`;
    const { status, text } = await post(url, headers, body);
    if (ddforward.includes("/api/v2/replay?")) result.replays += 1;
    else result.rumUploads += 1;
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (status !== 202) result.failures.push(`${name}: ${status} ${text}`);
  }
  return result;
}

const isRecording = (path) => existsSync(join(path, "requests")) || existsSync(join(path, "segments"));

/** The recordings at a folder: itself, or those in it. */
export async function findRecordings(folder) {
  if (isRecording(folder)) return [folder];
  const inside = (await readdir(folder)).toSorted().map((name) => join(folder, name));
  return inside.filter(isRecording);
}

async function post(url, headers, body) {
  try {
    const response = await fetch(url, { method: "POST", headers, body });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: "no answer", text: String(error.cause ?? error) };
  }
}

async function* rawUploads(folder) {
  const requests = join(folder, "requests");
  const names = (await readdir(requests)).filter((name) => name.endsWith(".json")).toSorted();
  for (const name of names) {
    const { url, rawHeaders } = JSON.parse(await readFile(join(requests, name), "utf8"));
    yield {
      name,
      ddforward: new URL(url, DEFAULT_ADDRESS).searchParams.get("ddforward"),
      headers: sentHeaders(rawHeaders),
      body: await readFile(join(requests, name.replace(/\.json$/, ".body"))),
    };
  }
}

const SENT_AGAIN = new Set(["content-type", "content-encoding", "user-agent"]);

function sentHeaders(rawHeaders) {
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1]]] : [],
  );
  return Object.fromEntries(pairs.filter(([name]) => SENT_AGAIN.has(name)));
}

async function* rebuiltUploads(folder) {
  const recording = JSON.parse(await readFile(join(folder, "recording.json"), "utf8"));
  const headers = { "user-agent": recording.userAgent ?? userAgent(recording.browser) };
  const segments = (await readdir(join(folder, "segments"))).filter((name) => name.endsWith(".bin"));
  for (const name of segments.toSorted(new Intl.Collator("en", { numeric: true }).compare)) {
    const body = await segmentForm(join(folder, "segments", name));
    yield { name, ddforward: forwardTo("replay", recording.sdkVersion), headers, body };
  }
  const events = (await readFile(join(folder, "rum-events.ndjson"), "utf8")).split("\n").filter(Boolean);
  for (let at = 0; at < events.length; at += EVENTS_A_REQUEST) {
    const body = events.slice(at, at + EVENTS_A_REQUEST).join("\n");
    yield { name: `RUM events from ${at}`, ddforward: forwardTo("rum", recording.sdkVersion), headers, body };
  }
}

async function segmentForm(path) {
  const event = await readFile(path.replace(/\.bin$/, ".event.json"));
  const { session, start } = JSON.parse(event.toString());
  const form = new FormData();
  const segment = new Blob([await readFile(path)], { type: "application/octet-stream" });
  form.append("segment", segment, `${session.id}-${start}`);
  form.append("event", new Blob([event], { type: "application/json" }));
  return form;
}

function forwardTo(track, sdkVersion) {
  const query = new URLSearchParams({
    ddsource: "browser",
    "dd-api-key": CLIENT_TOKEN,
    "dd-evp-origin-version": sdkVersion,
    "dd-evp-origin": "browser",
    "dd-request-id": crypto.randomUUID(),
  });
  return `/api/v2/${track}?${query}`;
}

function userAgent(browser = "Chromium 120.0.0.0") {
  const major = /\d+/.exec(browser)?.[0] ?? "120";
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

async function main() {
  const options = { to: { type: "string", default: DEFAULT_ADDRESS } };
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const recordings = (await Promise.all(positionals.map(findRecordings))).flat();
  if (recordings.length === 0) {
    console.error(
      "usage: node scripts/import-recordings.mjs <folder with recordings> [--to http://127.0.0.1:8080]",
    );
    process.exitCode = 1;
  }
  for (const folder of recordings) {
    const { name, replays, rumUploads, statuses, failures } = await importRecording(folder, values.to);
    const counts = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
    console.log(`${name}: ${replays} replay and ${rumUploads} RUM uploads: ${counts.join(", ")}`);
    for (const failure of failures) console.log("  " + failure);
    if (failures.length > 0) process.exitCode = 1;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
