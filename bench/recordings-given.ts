import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readRecordings, type Recording } from "./recording.ts";

const shipped = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The shipped recording from which long sessions are made. */
export const SHIPPED_SESSION = shipped("samples/recordings/checkout-v7");

const SHIPPED = [shipped("samples/recordings"), shipped("e2e/fixtures/recordings")];

/** The recordings in the folders that were given, or else all that are shipped. */
export async function recordingsGiven(folders: readonly string[]): Promise<readonly Recording[]> {
  const given = folders.length === 0 ? SHIPPED.filter((folder) => existsSync(folder)) : folders;
  return (await Promise.all(given.map(readRecordings))).flat();
}
