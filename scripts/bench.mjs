// `npm run bench`: lists the measurements in bench/; `npm run bench NAME [ARGUMENTS]` runs one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { installPackages, root } from "./install.mjs";

const ENDING = ".bench.ts";
const folder = join(root, "bench");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));

/** The comment that opens a measurement's file, its first line. */
const about = (name) =>
  readFileSync(join(folder, `${name}${ENDING}`), "utf8")
    .split("\n")[0]
    .replace(/^\/\/ /, "");

async function runBench(name, rest) {
  installPackages({ development: true });
  const { installBrowser } = await import("./install-browser.mjs");
  installBrowser();
  build();
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(join(folder, `${name}${ENDING}`), { root });
  return module.bench(rest);
}

const [name, ...rest] = process.argv.slice(2);
if (name === undefined) {
  for (const each of names) console.log(`${each.padEnd(16)} ${about(each)}`);
} else if (names.includes(name)) {
  process.exitCode = await runBench(name, rest);
} else {
  console.error(`no such measurement: ${name}; there are ${names.join(", ")}`);
  process.exitCode = 1;
}
