// kill -9 during a thousand posts, twenty times: what was acknowledged and is lost or doubled
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killDuringPosts } from "../e2e/kill-rounds.ts";
import { printTable } from "./table.ts";

const ROUNDS = 20;
const POSTS = 1000;

/** Runs all rounds on one store and prints a row for each; 1 when a segment was lost or doubled. */
export async function bench(): Promise<number> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-durability-"));
  const rows: (readonly string[])[] = [];
  let wrong = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { acknowledged, lost, duplicated } = await killDuringPosts(dataDirectory, POSTS);
    wrong += lost + duplicated;
    rows.push([String(round), String(acknowledged), String(lost), String(duplicated)]);
  }
  printTable(["round", "acknowledged", "lost", "duplicated"], rows);
  await rm(dataDirectory, { recursive: true });
  return wrong === 0 ? 0 : 1;
}
