// decoding against the native floor (inflate and JSON.parse), in Node and in Chromium's worker: decode [FOLDER…]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { busyRecordings } from "./busy/busy-recordings.ts";
import { type ClientServer, startClientServer } from "./client-server.ts";
import { type NodeTimes, timeInNode } from "./decode/node-decode.ts";
import type { Recording } from "./recording.ts";
import { recordingsGiven } from "./recordings-given.ts";
import { median, milliseconds, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const ROUNDS = 9;
const HEADINGS = [
  "recording",
  "kB of text",
  "Node: floor ms",
  "read",
  "read+follow",
  "read+translate",
  "worker: floor ms",
  "product, first",
  "again",
];

/** Prints, for each recording, how many times as long as the floor its decoding takes. */
export async function bench(argv: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "rum-replay-decode-"));
  const server = await startClientServer();
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    const recordings = [...(await recordingsGiven(argv))];
    if (argv.length === 0) recordings.push(...(await busyRecordings(folder)));
    const page = await browser.newPage();
    await page.goto(`${server.address}/decode.html`);
    const rows: string[][] = [];
    for (const recording of recordings) rows.push(await rowOf(recording, page, server));
    printTable(HEADINGS, rows);
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
  return 0;
}

async function rowOf({ name, folder }: Recording, page: Page, server: ClientServer): Promise<string[]> {
  const node: NodeTimes = await timeInNode(folder, ROUNDS);
  const views = await server.add(folder);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const parameters = { views, worker: server.worker };
    rounds.push(
      await page.evaluate(
        ({ views: addresses, worker }) => window.decodeTimer?.time(addresses, worker),
        parameters,
      ),
    );
  }
  const times = rounds.filter((each) => each !== undefined);
  const floor = median(times.map((each) => each.floor.again));
  const first = median(times.map((each) => each.product.first / each.floor.first));
  const again = median(times.map((each) => each.product.again / each.floor.again));
  return [
    name,
    (node.rawBytes / 1000).toFixed(0),
    milliseconds(node.floor),
    ratio(node.read / node.floor),
    ratio(node.followed / node.floor),
    ratio(node.decoded / node.floor),
    milliseconds(floor),
    ratio(first),
    ratio(again),
  ];
}
