// durable segments a second through the intake, against a bare program that writes and syncs them: ingest [RECORDING]
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProduct } from "../e2e/product.ts";
import { makeSession } from "./long/make-session.ts";
import { readSourceRecording } from "./long/source-recording.ts";
import { SHIPPED_SESSION } from "./recordings-given.ts";
import { postAll } from "./server/post-all.ts";
import { processCpu } from "./server/process-cpu.ts";
import { type UploadBody, uploadBodies } from "./server/upload-bodies.ts";
import { median, ratio } from "./statistics.ts";
import { printTable } from "./table.ts";

const MINUTES = 120;
const ROUNDS = 3;
/** So many segments are posted before anything is measured, so that code is warm. */
const WARM_UP = 300;
const CONNECTIONS = [1, 16];
const BARE = fileURLToPath(new URL("server/bare-writer.mjs", import.meta.url));

const HEADINGS = [
  "connections",
  "segments",
  "product/s",
  "a sync each/s",
  "a sync for all connections/s",
  "of a sync each",
  "of a sync for all",
  "product CPU ms/segment",
];

/** Prints a row for each number of connections: medians of rounds, each on a new store. */
export async function bench(argv: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "rum-replay-ingest-"));
  const rows: string[][] = [];
  try {
    const session = join(folder, "session");
    await makeSession(await readSourceRecording(argv[0] ?? SHIPPED_SESSION), "one-view", MINUTES, session);
    const bodies = await uploadBodies(session);
    for (const connections of CONNECTIONS) rows.push(await rowOf(bodies, connections, folder, session));
  } finally {
    await rm(folder, { recursive: true });
  }
  printTable(HEADINGS, rows);
  return 0;
}

interface Round {
  readonly product: number;
  readonly each: number;
  readonly all: number;
  readonly cpu: number;
}

async function rowOf(bodies: readonly UploadBody[], connections: number, folder: string, session: string) {
  const rounds: Round[] = [];
  const bare = (batch: number) => {
    const parameters = [BARE, join(folder, "bare"), String(batch), join(session, "segments")];
    return perSecond(bodies.length, Number(execFileSync(process.execPath, parameters).toString()));
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ ...(await throughIntake(bodies, connections)), each: bare(1), all: bare(connections) });
  }
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return [
    String(connections),
    String(bodies.length),
    of("product").toFixed(0),
    of("each").toFixed(0),
    of("all").toFixed(0),
    ratio(of("product") / of("each")),
    ratio(of("product") / of("all")),
    of("cpu").toFixed(2),
  ];
}

async function throughIntake(bodies: readonly UploadBody[], connections: number) {
  const product = await startProduct();
  try {
    await postAll(product.address, bodies.slice(0, WARM_UP), connections);
    const measured = bodies.slice(WARM_UP);
    const before = await processCpu(product.process.pid);
    const started = performance.now();
    await postAll(product.address, measured, connections);
    const spent = performance.now() - started;
    const cpu = ((await processCpu(product.process.pid)) - before) / measured.length;
    return { product: perSecond(measured.length, spent), cpu };
  } finally {
    await product.stop();
  }
}

const perSecond = (count: number, ms: number): number => (count * 1000) / ms;
