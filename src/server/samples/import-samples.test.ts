import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { createIntake } from "../intake/intake.ts";
import { judgeUpload } from "../intake/judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS } from "../intake/limits.ts";
import { createLocalSource } from "../sources/local/local-source.ts";
import { readRecorded } from "../sources/local/recorded.fixture.ts";
import type { Store } from "../storage/driver.ts";
import { openStore } from "../storage/open-store.ts";
import { sessionQuerySchema } from "../../wire/session.ts";
import { importSamples } from "./import-samples.ts";

const RECORDINGS = fileURLToPath(new URL("../../../e2e/fixtures/recordings", import.meta.url));
const NAMES = ["shop-checkout-v7", "shoelace-v5"];
const MEANS = { inflater: createNodeInflater(), limits: DEFAULT_INTAKE_LIMITS };
const NEVER = new AbortController().signal;

let directory: string;
let samples: string;
let store: Store;
let warnings: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "samples-"));
  samples = join(directory, "recordings");
  for (const name of NAMES) await cp(join(RECORDINGS, name), join(samples, name), { recursive: true });
  store = await openStore({ directory: join(directory, "store") });
  warnings = [];
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const run = (signal = NEVER, from = samples) =>
  importSamples(
    {
      directory: from,
      marker: join(directory, "imported"),
      intakeAt: (now) =>
        createIntake({
          ...store,
          judge: (upload) => judgeUpload(upload, MEANS),
          now: () => now,
          clientTokens: null,
          limits: DEFAULT_INTAKE_LIMITS,
        }),
      log: { warn: (fields, message) => void warnings.push(`${message}: ${JSON.stringify(fields)}`) },
    },
    signal,
  );

const sessions = async () =>
  (await createLocalSource(store).searchSessions(sessionQuerySchema.parse({}), NEVER)).sessions;

describe("the sample sessions", () => {
  it("are in the store after the first start, with their browser and version", async () => {
    const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0";
    const file = join(samples, "shop-checkout-v7/recording.json");
    const recording = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...recording, userAgent: agent }));
    await run();
    const found = await sessions();
    const recorded = NAMES.map(readRecorded);
    expect(found.map((session) => session.id).toSorted()).toEqual(
      recorded.map((one) => one.sessionId).toSorted(),
    );
    expect(found.reduce((sum, session) => sum + (session.segmentCount ?? 0), 0)).toBe(
      recorded.reduce((sum, one) => sum + one.segments.length, 0),
    );
    expect(found.find((session) => session.id === recorded[0]?.sessionId)).toMatchObject({
      sdkVersion: "7.16.2",
      browser: { name: "Chrome" },
    });
    expect(found.map((session) => session.live)).toEqual([false, false]);
    expect(warnings).toEqual([]);
  });

  it("are imported once: not again, also where they changed", async () => {
    await run();
    await cp(join(RECORDINGS, "tabs-v7"), join(samples, "tabs-v7"), { recursive: true });
    await run();
    expect(await sessions()).toHaveLength(2);
  });

  it("go on after one that fails, which is logged and tried again at the next start", async () => {
    const broken = join(samples, "shop-checkout-v7/segments/0-0.bin");
    await writeFile(broken, "no segment");
    await run();
    expect((await sessions()).map((session) => session.id)).toEqual([readRecorded("shoelace-v5").sessionId]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("shop-checkout-v7");
    await cp(join(RECORDINGS, "shop-checkout-v7/segments/0-0.bin"), broken);
    await run();
    const found = await sessions();
    expect(found).toHaveLength(2);
    const shoelace = readRecorded("shoelace-v5");
    expect(found.find((session) => session.id === shoelace.sessionId)?.segmentCount).toBe(
      shoelace.segments.length,
    );
  });

  it("may be missing", async () => {
    await run(NEVER, join(directory, "nothing"));
    expect(warnings).toEqual([]);
    await run();
    expect(await sessions()).toHaveLength(2);
  });

  it("stop being imported when the server is told to end", async () => {
    await expect(run(AbortSignal.abort(new Error("told to end")))).rejects.toThrow("told to end");
    expect(warnings).toEqual([]);
  });
});
