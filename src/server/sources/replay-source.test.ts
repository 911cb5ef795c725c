import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, onTestFinished } from "vitest";
import { openStore } from "../storage/open-store.ts";
import { setUpDatadog } from "./datadog/datadog.fixture.ts";
import { createLocalSource } from "./local/local-source.ts";
import { putRecorded, readRecorded } from "./local/recorded.fixture.ts";
import { replaySourceContract } from "./replay-source.contract.ts";

const NAMES = ["shop-checkout-v7", "tabs-v7", "privacy-mask-v7", "shoelace-v5"];
const RECORDED = NAMES.map(readRecorded);

describe("the embedded store", () => {
  replaySourceContract(RECORDED, async () => {
    const directory = await mkdtemp(join(tmpdir(), "source-"));
    const store = await openStore({ directory });
    onTestFinished(async () => {
      await store.close();
      await rm(directory, { recursive: true });
    });
    for (const recorded of RECORDED) await putRecorded(store, recorded);
    return createLocalSource(store);
  });
});

describe("a Datadog site", () => {
  replaySourceContract(RECORDED, async () => (await setUpDatadog({ recordings: NAMES })).source);
});
