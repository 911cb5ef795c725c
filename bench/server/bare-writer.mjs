// Writes segments to a file and syncs: node bare-writer.mjs FILE BATCH FOLDER; one sync for each BATCH of the .bin
// files in FOLDER. Prints the milliseconds that it took.
import { fdatasyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const [file = "", batch = "1", folder = ""] = process.argv.slice(2);
const segments = readdirSync(folder)
  .filter((name) => name.endsWith(".bin"))
  .map((name) => readFileSync(join(folder, name)));
const descriptor = openSync(file, "w");
const started = performance.now();
for (let at = 0; at < segments.length; at += Number(batch)) {
  writeSync(descriptor, Buffer.concat(segments.slice(at, at + Number(batch))));
  fdatasyncSync(descriptor);
}
console.log(performance.now() - started);
