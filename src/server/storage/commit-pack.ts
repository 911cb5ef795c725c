import type { Transaction } from "./database.ts";
import type { FinishedPack } from "./pack.ts";
import { findView, saveView } from "./view-rows.ts";

const PLACE = `
  UPDATE segments SET blob_key = ?, generation = coalesce(generation, ?),
    blob_offset = value ->> 'offset', blob_length = value ->> 'length'
  FROM json_each(?) WHERE sequence = value ->> 'sequence' AND view_key = ?`;

const DROP_BYTES = `
  DELETE FROM segment_bytes WHERE sequence IN (SELECT value ->> 'sequence' FROM json_each(?))`;

/** See `EventPlatform.commitPack`. */
export function commitPack(transaction: Transaction, pack: FinishedPack): string[] {
  const row = findView(transaction, pack.view);
  if (!row) throw new Error(`a pack of view ${pack.view.viewId}, of which nothing is stored`);
  const before = blobsOf(transaction, row.view_key);
  const generation = nextGeneration(transaction);
  // One statement for all: a view can have thousands.
  const places = JSON.stringify(pack.segments);
  const placed = transaction.run(PLACE, [pack.blobKey, generation, places, row.view_key]);
  if (placed !== pack.segments.length) {
    const wanted = pack.segments.length;
    throw new Error(`of a pack's ${wanted} segments ${placed} are of view ${pack.view.viewId}`);
  }
  transaction.run(DROP_BYTES, [places]);
  const left = transaction.all("SELECT 1 FROM segments WHERE view_key = ? AND generation IS NULL LIMIT 1", [
    row.view_key,
  ]);
  saveView(transaction, { ...row, unpacked: left.length }, row);
  const after = new Set(blobsOf(transaction, row.view_key));
  return before.filter((blobKey) => !after.has(blobKey));
}

const blobsOf = (transaction: Transaction, viewKey: number): string[] =>
  transaction
    .all<{ blob_key: string }>(
      "SELECT DISTINCT blob_key FROM segments WHERE view_key = ? AND blob_key IS NOT NULL",
      [viewKey],
    )
    .map((row) => row.blob_key);

function nextGeneration(transaction: Transaction): number {
  const [row] = transaction.all<{ generation: number }>(
    "UPDATE packing SET generation = generation + 1 RETURNING generation",
  );
  if (!row) throw new Error("the store has lost count of its packings");
  return row.generation;
}
