// Installs what package.json names and node_modules lacks. Uses Node alone, since it runs before anything is
// installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const readJson = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));

function installedVersion(name) {
  try {
    return readJson(`node_modules/${name}/package.json`).version;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** `npm:@scope/name@1.2.3` is an alias of version 1.2.3. */
const versionOf = (wanted) => wanted.slice(wanted.lastIndexOf("@") + 1);

/**
 * Makes the installed packages those of package.json; with `development` also what tests and checks need.
 * `npm install` rather than `npm ci`: it takes the versions of package-lock.json too, but does not insist on
 * entries for other platforms, which some registries do not carry.
 */
export function installPackages({ development }) {
  const { dependencies, devDependencies } = readJson("package.json");
  const wanted = { ...dependencies, ...(development ? devDependencies : {}) };
  const missing = Object.entries(wanted).filter(
    ([name, version]) => installedVersion(name) !== versionOf(version),
  );
  if (missing.length === 0) return;
  console.log(`installing packages (${missing.length} missing)`);
  const omit = development ? ["--include=dev"] : ["--omit=dev"];
  const { status } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", ...omit], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error("npm install failed; its output is above");
    process.exit(1);
  }
}
