// Builds the product into dist/ unless what is there is newer than every source.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package.json", "package-lock.json"];
const STAMP = join(root, "dist", ".built");

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** Builds viewer, stage and server. Ends the process with the builder's words when that fails. */
export function build() {
  const built = newest(STAMP);
  if (built > 0 && SOURCES.every((source) => newest(join(root, source)) < built)) return;
  console.log("building");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, "build", "--app"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) {
    console.error(`${stdout}${stderr}`.trimEnd());
    process.exit(1);
  }
  writeFileSync(STAMP, "");
}
