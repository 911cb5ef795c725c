// random documents and mutations in both formats, ten thousand: decoder and player agree: properties [COUNT]
import { spawnSync } from "node:child_process";

const COUNT = 10_000;
/** Ways to write a page down, each of which gets its share of the cases. */
const ENCODERS = 6;

/** Runs the property tests of the decoder with more cases than the tests have; their exit code. */
export async function bench(argv: readonly string[]): Promise<number> {
  const count = Number(argv[0] ?? COUNT);
  if (!Number.isSafeInteger(count) || count < ENCODERS) {
    console.error(`properties [COUNT]: a whole number of at least ${ENCODERS}`);
    return 1;
  }
  const { status } = spawnSync(
    "npx",
    ["--no-install", "vitest", "run", "--project", "node", "src/replay/translate/random-documents.test.ts"],
    { stdio: "inherit", env: { ...process.env, PROPERTY_CASES: String(Math.ceil(count / ENCODERS)) } },
  );
  return status ?? 1;
}
