import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeSession } from "../bench/long/make-session.ts";
import { readSourceRecording } from "../bench/long/source-recording.ts";
import { importRecording } from "../scripts/import-recordings.mjs";
import { segmentIndexPath } from "../src/wire/paths.ts";
import { type SegmentIndex, segmentIndexSchema } from "../src/wire/segment-index.ts";
import { type Product, startProduct } from "./product.ts";
import { recordingFolder } from "./test.ts";

/** A session of one long view on a server of its own, which has made keyframes of it. */
export interface LongSession {
  readonly product: Product;
  readonly address: string;
  readonly sessionId: string;
  readonly viewId: string;
  readonly index: SegmentIndex & { readonly keyframes: NonNullable<SegmentIndex["keyframes"]> };
  readonly stop: () => Promise<void>;
}

/** Makes it by repeating a recording, imports it, and has the server start anew: then it makes keyframes at once. */
export async function startLongSession(minutes: number): Promise<LongSession> {
  const folder = await mkdtemp(join(tmpdir(), "rum-replay-long-"));
  const dataDirectory = join(folder, "data");
  const recording = join(folder, "recording");
  const source = await readSourceRecording(recordingFolder("shoelace-v7"));
  const { sessionId } = await makeSession(source, "one-view", minutes, recording);
  const first = await startProduct({ dataDirectory });
  const { failures } = await importRecording(recording, first.address);
  expect(failures).toEqual([]);
  await first.stop();
  const product = await startProduct({ dataDirectory });
  const about = JSON.parse(await readFile(join(recording, "recording.json"), "utf8")) as {
    views: { id: string }[];
  };
  const viewId = about.views[0]?.id ?? "";
  const index = await indexWithKeyframes(product.address, sessionId, viewId);
  const stop = async () => {
    await product.stop();
    await rm(folder, { recursive: true });
  };
  return { product, address: product.address, sessionId, viewId, index, stop };
}

/** The index of a view, once the server has made keyframes of all that it has of it. */
export async function indexWithKeyframes(address: string, sessionId: string, viewId: string) {
  const found: SegmentIndex[] = [];
  await expect
    .poll(async () => {
      const response = await fetch(`${address}${segmentIndexPath(sessionId, viewId)}`);
      const index = segmentIndexSchema.parse(await response.json());
      found.push(index);
      return index.segments.length > 0 && index.keyframes?.through === index.segments.at(-1)?.index;
    })
    .toBe(true);
  const index = found.at(-1);
  if (index?.keyframes === undefined) throw new Error("the server has made no keyframes");
  return { ...index, keyframes: index.keyframes };
}
