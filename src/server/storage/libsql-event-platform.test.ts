import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe } from "vitest";
import type { EventPlatform } from "./driver.ts";
import { eventPlatformContract } from "./event-platform.contract.ts";
import { openStore } from "./open-store.ts";
import { sessionSearchContract } from "./session-search.contract.ts";
import { sessionsContract } from "./sessions.contract.ts";

const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

async function openEvents(): Promise<EventPlatform> {
  const directory = await mkdtemp(path.join(tmpdir(), "rum-replay-events-"));
  directories.push(directory);
  const store = await openStore({ directory });
  return { ...store.events, close: () => store.close() };
}

describe("the event platform on libsql", () => {
  eventPlatformContract(openEvents);
  sessionsContract(openEvents);
  sessionSearchContract(openEvents);
});
