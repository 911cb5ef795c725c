import type { Transaction } from "./database.ts";
import type { FinishedPack } from "./driver.ts";
import { findView, saveView } from "./view-rows.ts";

/** See `EventPlatform.commitPack`. */
export function commitPack(transaction: Transaction, pack: FinishedPack): string[] {
  const row = findView(transaction, pack.view);
  if (!row) throw new Error(`a pack of view ${pack.view.viewId}, of which nothing is stored`);
  const before = blobsOf(transaction, row.view_key);
  const generation = nextGeneration(transaction);
  for (const { sequence, offset, length } of pack.segments) {
    const changed = transaction.run(
      `UPDATE segments SET blob_key = ?, blob_offset = ?, blob_length = ?, generation = coalesce(generation, ?)
       WHERE sequence = ? AND view_key = ?`,
      [pack.blobKey, offset, length, generation, sequence, row.view_key],
    );
    if (changed !== 1) throw new Error(`segment ${sequence} of a pack is not of view ${pack.view.viewId}`);
    transaction.run("DELETE FROM segment_bytes WHERE sequence = ?", [sequence]);
  }
  const unpacked = transaction.all<{ count: number }>(
    "SELECT count(*) AS count FROM segments WHERE view_key = ? AND generation IS NULL",
    [row.view_key],
  )[0];
  row.unpacked_count = unpacked?.count ?? 0;
  saveView(transaction, row);
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
