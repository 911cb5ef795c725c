import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type Product, startProduct } from "../../e2e/product.ts";
import { importRecording } from "../../scripts/import-recordings.mjs";
import { segmentIndexPath } from "../../src/wire/paths.ts";
import { segmentIndexSchema } from "../../src/wire/segment-index.ts";
import { type ClientServer, startClientServer } from "../client-server.ts";
import { makeSession } from "../long/make-session.ts";
import { readSourceRecording } from "../long/source-recording.ts";

const recordingSchema = z.object({
  sessionId: z.string(),
  viewport: z.object({ width: z.number(), height: z.number() }),
  views: z.array(z.object({ id: z.string(), start: z.number(), end: z.number(), segments: z.number() })),
});

/** A session of one view that is in the product's store, packed, and on the page that does what everybody does. */
export interface StoredSession {
  readonly minutes: number;
  readonly sessionId: string;
  readonly viewId: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** Epoch milliseconds of the first and the last record. */
  readonly start: number;
  readonly end: number;
  readonly segments: number;
  /** Address on the client server that opens it there; `?at=` can be added. */
  readonly everybody: string;
}

export interface StoredSessions {
  readonly product: Product;
  readonly sessions: readonly StoredSession[];
  readonly stop: () => Promise<void>;
}

const POLL_MS = 500;
/** The packer waits half a minute after a view's last segment, and looks every quarter of one. */
const PATIENCE_MS = 180_000;

/** Makes one session for each length from a recording's longest view, imports them, and waits until they are packed. */
export async function storeSessions(recording: string, lengths: readonly number[]): Promise<StoredSessions> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "rum-replay-sessions-"));
    stops.push(() => rm(folder, { recursive: true }));
    const client = await startClientServer();
    stops.push(() => client.stop());
    const product = await startProduct();
    stops.push(() => product.stop());
    const source = await readSourceRecording(recording);
    const sessions: StoredSession[] = [];
    for (const minutes of lengths) {
      const to = join(folder, String(minutes));
      await makeSession(source, "one-view", minutes, to);
      const { failures } = await importRecording(to, product.address);
      if (failures.length > 0) throw new Error(`the intake refused: ${failures[0]}`);
      sessions.push(await describe(minutes, to, client));
    }
    for (const { sessionId, viewId } of sessions) {
      await untilPacked(product.address, sessionId, viewId);
    }
    return { product, sessions, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function describe(minutes: number, folder: string, client: ClientServer): Promise<StoredSession> {
  const recording = recordingSchema.parse(JSON.parse(await readFile(join(folder, "recording.json"), "utf8")));
  const [view] = recording.views;
  if (view === undefined) throw new Error(`${folder} has no view`);
  const views = await client.add(folder);
  const { sessionId, viewport } = recording;
  const everybody = `${client.address}/everybody.html?views=${views.join(",")}`;
  return { minutes, sessionId, viewport, ...view, viewId: view.id, everybody };
}

/** A view is complete for the viewer once all of it is packed. */
async function untilPacked(address: string, sessionId: string, viewId: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    // The server closes a connection that has rested as long as these do, which may cross with the next request.
    const response = await fetch(`${address}${segmentIndexPath(sessionId, viewId)}`).catch(() => null);
    if (response !== null && segmentIndexSchema.parse(await response.json()).complete) return;
    await delay(POLL_MS);
  }
  throw new Error(`session ${sessionId} is not packed after ${PATIENCE_MS} ms`);
}
