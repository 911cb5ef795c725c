// Makes sure that a Chromium is there for tests and measurements: one that is installed, else Playwright's,
// else the system's package.
import { spawnSync } from "node:child_process";
import { findBrowser } from "./browser.mjs";

const run = (command, ...args) => spawnSync(command, args, { stdio: "inherit" }).status === 0;
const isRoot = process.getuid?.() === 0;

const WAYS = [
  () => run("npx", "--no-install", "playwright", "install", ...(isRoot ? ["--with-deps"] : []), "chromium"),
  () => isRoot && run("apt-get", "update") && run("apt-get", "install", "-y", "chromium", "fonts-liberation"),
  () => isRoot && run("apk", "add", "chromium", "ttf-liberation"),
];

/** Installs a Chromium if there is none. Ends the process with what to do when it cannot. */
export function installBrowser() {
  if (findBrowser()) return;
  for (const way of WAYS) {
    if (way() && findBrowser()) return;
  }
  console.error("no Chromium found: install one, or set CHROMIUM_PATH to its executable");
  process.exit(1);
}
