import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { readSegment } from "../../src/replay/segment/read-segment.ts";
import { createViewDecoder } from "../../src/replay/translate/create-view-decoder.ts";
import { createNodeInflater } from "../../src/server/inflate/node-inflater.ts";
import { median } from "../statistics.ts";

const MOST_BYTES = 64 * 1024 * 1024;
/** Small recordings are read so often in one round that a round takes a while. */
const SHORTEST_ROUND_MS = 40;

/** Milliseconds of processor time for a whole recording, medians of the rounds. Others on the machine do not count. */
export interface NodeTimes {
  readonly rawBytes: number;
  /** `inflateSync` and `JSON.parse`. */
  readonly floor: number;
  /** Segments to records. */
  readonly read: number;
  /** Segments to the page at the end, without events: what a scan does. */
  readonly followed: number;
  /** Segments to rrweb events. */
  readonly decoded: number;
}

type Views = readonly (readonly Buffer[])[];

/** Times the ways to read a recording in turn, in so many rounds after one that does not count. */
export async function timeInNode(folder: string, rounds: number): Promise<NodeTimes> {
  const views = await readViews(join(folder, "segments"));
  let rawBytes = 0;
  for (const bytes of views.flat()) rawBytes += inflateSync(bytes).length;
  const ways = [floor, read, follow, decode];
  const times: [number[], number[], number[], number[]] = [[], [], [], []];
  const once = await timed(() => decode(views), 1);
  const repeats = Math.ceil(SHORTEST_ROUND_MS / Math.max(once, 1));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [place, way] of ways.entries()) {
      const spent = await timed(() => way(views), repeats);
      if (round > 0) times[place]?.push(spent);
    }
  }
  const [ofFloor, ofRead, ofFollow, ofDecode] = times;
  return {
    rawBytes,
    floor: median(ofFloor),
    read: median(ofRead),
    followed: median(ofFollow),
    decoded: median(ofDecode),
  };
}

/** Milliseconds of processor time for one run. */
async function timed(run: () => unknown, repeats: number): Promise<number> {
  const started = process.cpuUsage();
  for (let time = 0; time < repeats; time += 1) await run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / repeats;
}

const floor = (views: Views) => {
  for (const bytes of views.flat()) JSON.parse(inflateSync(bytes).toString());
};

const inflater = createNodeInflater();

const readOne = (bytes: Buffer, segmentIndex: number) =>
  readSegment(bytes, inflater, { maxInflatedBytes: MOST_BYTES, segmentIndex });

async function read(views: Views): Promise<void> {
  for (const segments of views) for (const [index, bytes] of segments.entries()) await readOne(bytes, index);
}

async function follow(views: Views): Promise<void> {
  for (const segments of views) {
    const decoder = createViewDecoder();
    for (const [index, bytes] of segments.entries())
      decoder.follow(index, (await readOne(bytes, index)).records);
  }
}

async function decode(views: Views): Promise<void> {
  for (const segments of views) {
    const decoder = createViewDecoder();
    for (const [index, bytes] of segments.entries())
      decoder.decode(index, (await readOne(bytes, index)).records);
  }
}

async function readViews(folder: string): Promise<Views> {
  const views: Buffer[][] = [];
  for (const name of await readdir(folder)) {
    const [, view, index] = /^(\d+)-(\d+)\.bin$/.exec(name)?.map(Number) ?? [];
    if (view === undefined || index === undefined) continue;
    (views[view] ??= [])[index] = await readFile(join(folder, name));
  }
  return views.filter((segments) => segments.length > 0);
}
