// damaged segments, a hundred thousand: none may crash, hang or break the rules: fuzz [COUNT] [--seed N]
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readRealViews } from "./fuzz/real-views.ts";
import { type CaseResult, runCase } from "./fuzz/run-case.ts";
import { startWatchdog } from "./fuzz/watchdog.ts";
import { printTable } from "./table.ts";

// Each case damages one segment of a real view, in its compressed bytes, its text or its records, and plays the
// view. A case is its seed: `fuzz 1 --seed N` runs it again, alone.

const COUNT = 100_000;
const SLOW_MS = 1000;
/** What may be held after the last case more than after the first thousand. */
const GROWTH_MIB = 64;
/** Cases told of each fault in the end, and cases told as they are found. */
const SHOWN = 3;
const SHOWN_AT_ONCE = 20;

interface Found extends CaseResult {
  readonly seed: number;
}

/** Runs the cases and prints what was found; 1 when something was. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { seed: { type: "string", default: "1" } },
  });
  const count = Number(positionals[0] ?? COUNT);
  const firstSeed = Number(values.seed);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(firstSeed)) {
    console.error("fuzz [COUNT] [--seed N]: both are whole numbers");
    return 1;
  }
  const { failed, slowest, growth, most } = await runAll(count, firstSeed);
  printFaults(failed);
  printTable(
    ["cases", "at fault", "slowest ms", "its seed", "heap growth MiB", "most heap MiB"],
    [
      [
        String(count),
        String(failed.length),
        slowest.took.toFixed(0),
        String(slowest.seed),
        growth.toFixed(1),
        most.toFixed(0),
      ],
    ],
  );
  console.log(`slowest: ${slowest.what}`);
  return failed.length > 0 || growth > GROWTH_MIB ? 1 : 0;
}

/** The faults by what they complain of, with some cases of each. */
function printFaults(failed: readonly Found[]): void {
  const kinds = new Map<string, Found[]>();
  for (const found of failed)
    for (const complaint of new Set(found.complaints.map(withoutFigures)))
      kinds.set(complaint, [...(kinds.get(complaint) ?? []), found]);
  for (const [complaint, all] of kinds) {
    console.log(`${all.length} × ${complaint}`);
    for (const { seed, what } of all.slice(0, SHOWN)) console.log(`  --seed ${seed}: ${what}`);
  }
}

/** A complaint as it is about other nodes too. */
const withoutFigures = (complaint: string): string => complaint.replaceAll(/\d+(?:\.\d+)?/g, "…");

interface Outcome {
  readonly failed: readonly Found[];
  readonly slowest: Found;
  /** MiB held after all cases more than after the first thousand. */
  readonly growth: number;
  /** MiB of heap in use at most, garbage included. */
  readonly most: number;
}

async function runAll(count: number, firstSeed: number): Promise<Outcome> {
  const views = readRealViews();
  const watchdog = startWatchdog();
  const failed: Found[] = [];
  let slowest: Found = { seed: firstSeed, what: "", took: 0, complaints: [] };
  let settled = heldMiB();
  let most = 0;
  for (let done = 0; done < count; done += 1) {
    const seed = firstSeed + done;
    watchdog.begin(seed);
    let result = await runCase(views, seed);
    // Once more, should the machine have been busy with something else.
    if (result.took > SLOW_MS) result = faster(result, await runCase(views, seed));
    const slow = result.took > SLOW_MS ? [`took ${result.took.toFixed(0)} ms`] : [];
    const found = { ...result, seed, complaints: [...result.complaints, ...slow] };
    if (found.complaints.length > 0) {
      failed.push(found);
      if (failed.length <= SHOWN_AT_ONCE) console.log(`--seed ${seed}: ${found.complaints[0]}`);
    }
    if (found.took > slowest.took) slowest = found;
    most = Math.max(most, process.memoryUsage().heapUsed / 2 ** 20);
    if (done === Math.min(1000, count) - 1) settled = heldMiB();
    if ((done + 1) % 10_000 === 0) console.log(`${done + 1} cases, ${failed.length} at fault`);
  }
  await watchdog.stop();
  return { failed, slowest, growth: heldMiB() - settled, most };
}

const faster = (a: CaseResult, b: CaseResult): CaseResult => (a.took < b.took ? a : b);

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heldMiB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
