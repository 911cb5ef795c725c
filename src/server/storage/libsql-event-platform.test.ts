import { describe } from "vitest";
import type { EventPlatform } from "./driver.ts";
import { eventPlatformContract } from "./event-platform.contract.ts";
import { openStore } from "./open-store.ts";
import { packsContract } from "./packs.contract.ts";
import { sessionSearchContract } from "./session-search.contract.ts";
import { sessionsContract } from "./sessions.contract.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();

async function openEvents(): Promise<EventPlatform> {
  const store = await openStore({ directory: await temporaryDirectory() });
  return { ...store.events, close: () => store.close() };
}

describe("the event platform on libsql", () => {
  eventPlatformContract(openEvents);
  packsContract(openEvents);
  sessionsContract(openEvents);
  sessionSearchContract(openEvents);
});
