// Everything that is checked without running the program, in the order of cost. With names as arguments,
// only those: `npm run check -- lint types`.
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";

const npx = (...args) => spawnSync("npx", ["--no-install", ...args], { encoding: "utf8" });
const checks = {
  format: () => npx("oxfmt", "--check"),
  lint: () => npx("oxlint", "--type-aware", "--deny-warnings"),
  types: () =>
    firstFailure([".", "src/replay", "src/server", "src/viewer"].map((p) => () => npx("tsc", "-p", p))),
  boundaries: () => npx("depcruise", "--config", ".ci/boundaries.cjs", "src"),
  "boundaries-bite": plantedViolationIsFound,
  knip: () => npx("knip"),
};

function firstFailure(runs) {
  let last;
  for (const run of runs) {
    last = run();
    if (last.status !== 0) return last;
  }
  return last;
}

// A checker that sees no modules passes everything. Plant one forbidden import and demand to be told.
function plantedViolationIsFound() {
  const planted = "src/base/planted-violation.ts";
  writeFileSync(
    planted,
    'import type { Diagnostic } from "../replay/record/diagnostic.ts";\nexport type Planted = Diagnostic;\n',
  );
  try {
    const { status, stdout } = npx("depcruise", "--config", ".ci/boundaries.cjs", "src");
    const found = status !== 0 && stdout.includes("planted-violation.ts");
    return found
      ? { status: 0 }
      : { status: 1, stdout: "the planted forbidden import was not reported", stderr: "" };
  } finally {
    rmSync(planted);
  }
}

const wanted = process.argv.slice(2);
let failed = false;
for (const [name, run] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = Date.now();
  const { status, stdout, stderr } = run();
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) {
    failed = true;
    console.log(`${stdout}${stderr}`.trimEnd());
  }
}
process.exit(failed ? 1 : 0);
