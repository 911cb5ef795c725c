// `npm test`: installs what is missing, a browser included, and runs every check and test in the order of
// their cost. With names as arguments only those: `npm test -- unit e2e`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, root } from "./install.mjs";

const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;
const bin = (...path) => join(root, "node_modules", ...path);

const stages = {
  check: () => run("scripts/check.mjs"),
  unit: () => run(bin("vitest", "vitest.mjs"), "run"),
  build: async () => {
    const { build } = await import("./build.mjs");
    build();
    return true;
  },
  e2e: () => run(bin("@playwright", "test", "cli.js"), "test", "--config", "e2e/playwright.config.ts"),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(", ")}; there are ${Object.keys(stages).join(", ")}`);
  process.exit(1);
}

installPackages({ development: true });
const { installBrowser } = await import("./install-browser.mjs");
installBrowser();
for (const [name, stage] of Object.entries(stages)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = Date.now();
  const ok = await stage();
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  if (!ok) process.exit(1);
}
