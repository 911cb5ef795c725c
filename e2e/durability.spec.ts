import { expect, test } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killDuringPosts } from "./kill-rounds.ts";

test("what was answered with 202 is there once after the server is killed", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-kill-"));
  for (let round = 0; round < 3; round += 1) {
    const { acknowledged, lost, duplicated } = await killDuringPosts(dataDirectory, 300);
    expect(acknowledged).toBeGreaterThan(0);
    expect({ lost, duplicated }).toEqual({ lost: 0, duplicated: 0 });
  }
  await rm(dataDirectory, { recursive: true });
});
