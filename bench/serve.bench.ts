// pages of segments a second and processor time for a megabyte, against bare node:http and nginx: serve [RECORDING]
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inflateSync } from "node:zlib";
import type { Product } from "../e2e/product.ts";
import { segmentIndexPath, segmentPagePath } from "../src/wire/paths.ts";
import { segmentIndexSchema } from "../src/wire/segment-index.ts";
import { decodeSegmentPage } from "../src/wire/segment-page.ts";
import { storeSessions, type StoredSession } from "./playback/stored-sessions.ts";
import { SHIPPED_SESSION } from "./recordings-given.ts";
import { askEach } from "./server/ask-each.ts";
import { type Load, load } from "./server/load.ts";
import { type FileServer, serveByNginx, serveFromMemory } from "./server/serving.ts";
import { median, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const MINUTES = 60;
const ROUNDS = 3;
/** Numbers of segments in a page. */
const SIZES = [1, 10, 100, 500];
/** The same of pages that are asked for once before anything is measured, so that code is warm. */
const WARM_SIZES = [2, 3, 4];

const HEADINGS = [
  "segments",
  "kB",
  "product/s",
  "node:http/s",
  "nginx/s",
  "of node:http",
  "product ms/MB",
  "node:http ms/MB",
  "nginx ms/MB",
  "inflate ms/MB",
  "of inflating",
];

const FIRST_HEADINGS = [
  "segments",
  "pages",
  "product/s",
  "node:http/s",
  "of node:http",
  "product ms/MB",
  "of inflating",
];

interface SegmentPage {
  readonly segments: number;
  readonly address: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Prints two tables with a row for each size of page: one page over and over, medians of rounds in which the servers
 * take turns, and before that, all pages of the size, each for the first time.
 */
export async function bench(argv: readonly string[]): Promise<number> {
  const { product, sessions, stop } = await storeSessions(argv[0] ?? SHIPPED_SESSION, [MINUTES]);
  const folder = join(await mkdtemp(join(tmpdir(), "rum-replay-serve-")), "files");
  const others: FileServer[] = [];
  try {
    const [session] = sessions;
    if (session === undefined) throw new Error("there is no session");
    await mkdir(folder);
    const pages: SegmentPage[] = [];
    for (const size of SIZES) pages.push(await readPage(product.address, session, size));
    const files = pages.map(({ name }) => join(folder, name));
    for (const { name, bytes } of pages) await writeFile(join(folder, name), bytes);
    const bare = await serveFromMemory(files);
    others.push(bare);
    const nginx = await serveByNginx(folder);
    if (nginx === null) console.log("nginx is not installed (NGINX_PATH can name it): left out");
    else others.push(nginx);
    await untilKeyframes(product.address, session);
    for (const size of WARM_SIZES) {
      await askEach(firstAddresses(product.address, session, size), product.process.pid);
      const [file = ""] = pages.map((page) => targetAt(bare, page).address);
      await askEach(Array<string>(session.segments).fill(file), bare.pid);
    }
    const rows: string[][] = [];
    const firstRows: string[][] = [];
    for (const page of pages) {
      firstRows.push(await firstRowOf(page, product, session, bare));
      const ours = { address: page.address, pid: product.process.pid };
      const loads = await inTurns([ours, targetAt(bare, page), ...(nginx ? [targetAt(nginx, page)] : [])]);
      rows.push(rowOf(page, loads));
    }
    console.log("one page over and over");
    printTable(HEADINGS, rows);
    console.log("\neach page for the first time");
    printTable(FIRST_HEADINGS, firstRows);
  } finally {
    for (const each of others) await each.stop();
    await rm(join(folder, ".."), { recursive: true });
    await stop();
  }
  return 0;
}

interface Target {
  readonly address: string;
  readonly pid: number | undefined;
}

const targetAt = ({ address, pid }: FileServer, { name }: SegmentPage): Target => ({
  address: `${address}/${name}`,
  pid,
});

const pageAddress = (server: string, { sessionId, viewId }: StoredSession, first: number, size: number) =>
  `${server}${segmentPagePath(sessionId, viewId)}?first=${first}&last=${first + size - 1}`;

async function readPage(address: string, session: StoredSession, size: number): Promise<SegmentPage> {
  const segments = Math.min(size, session.segments);
  const url = pageAddress(address, session, 0, segments);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return { segments, address: url, name: `${segments}.bin`, bytes };
}

const POLL_MS = 500;

/** They are made in the server's process, once a view is packed. */
async function untilKeyframes(address: string, { sessionId, viewId }: StoredSession): Promise<void> {
  for (;;) {
    const response = await fetch(`${address}${segmentIndexPath(sessionId, viewId)}`);
    if (segmentIndexSchema.parse(await response.json()).keyframes !== undefined) return;
    await delay(POLL_MS);
  }
}

/** Pages that begin at each segment but the first. */
const firstAddresses = (address: string, session: StoredSession, size: number): string[] =>
  Array.from({ length: Math.max(0, session.segments - size) }, (_, at) =>
    pageAddress(address, session, at + 1, size),
  );

async function firstRowOf(
  page: SegmentPage,
  { address, process: { pid } }: Product,
  session: StoredSession,
  bare: FileServer,
): Promise<string[]> {
  const addresses = firstAddresses(address, session, page.segments);
  const ours = await askEach(addresses, pid);
  const theirs = await askEach(
    addresses.map(() => targetAt(bare, page).address),
    bare.pid,
  );
  return [
    String(page.segments),
    String(addresses.length),
    perSecond(ours),
    perSecond(theirs),
    share(ours.requestsPerSecond, theirs.requestsPerSecond),
    cpu(ours),
    share(ours.cpuPerMegabyte, inflateCpu(page.bytes)),
  ];
}

/** The medians of each target's loads. */
async function inTurns(targets: readonly Target[]): Promise<Load[]> {
  const loads: Load[][] = targets.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, { address, pid }] of targets.entries()) loads[place]?.push(await load(address, pid));
  }
  return loads.map((list) => ({
    requestsPerSecond: median(list.map((each) => each.requestsPerSecond)),
    cpuPerMegabyte: median(list.map((each) => each.cpuPerMegabyte)),
  }));
}

const perSecond = (each: Load | undefined) => each?.requestsPerSecond.toFixed(0) ?? "";
const cpu = (each: Load | undefined) => each?.cpuPerMegabyte.toFixed(2) ?? "";
const share = (a: number | undefined, b: number | undefined) => (a && b ? ratio(a / b) : "");

function rowOf({ segments, bytes }: SegmentPage, [ours, bare, nginx]: readonly Load[]): string[] {
  const inflating = inflateCpu(bytes);
  return [
    String(segments),
    (bytes.length / 1000).toFixed(0),
    perSecond(ours),
    perSecond(bare),
    perSecond(nginx),
    share(ours?.requestsPerSecond, bare?.requestsPerSecond),
    cpu(ours),
    cpu(bare),
    cpu(nginx),
    inflating.toFixed(2),
    share(ours?.cpuPerMegabyte, inflating),
  ];
}

/** Milliseconds of processor time to inflate a megabyte of a page's segments. */
function inflateCpu(page: Uint8Array): number {
  const frames = decodeSegmentPage(page);
  const repeats = Math.ceil(4_000_000 / page.length);
  const before = process.cpuUsage();
  for (let time = 0; time < repeats; time += 1) for (const { bytes } of frames) inflateSync(bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / ((page.length * repeats) / 1e6);
}
