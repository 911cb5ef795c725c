import { describe } from "vitest";
import type { EventPlatform } from "./driver.ts";
import { eventPlatformContract } from "./event-platform.contract.ts";
import { openStore } from "./open-store.ts";
import { packsContract } from "./packs.contract.ts";
import { rumEventsContract } from "./rum-events.contract.ts";
import { sessionSearchContract } from "./session-search.contract.ts";
import { sessionsContract } from "./sessions.contract.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";
import { viewDocumentsContract } from "./view-documents.contract.ts";

const temporaryDirectory = temporaryDirectories();

async function openEvents(): Promise<EventPlatform> {
  const store = await openStore({ directory: await temporaryDirectory() });
  return { ...store.events, close: () => store.close() };
}

describe("the event platform on libsql", () => {
  eventPlatformContract(openEvents);
  packsContract(openEvents);
  rumEventsContract(openEvents);
  viewDocumentsContract(openEvents);
  sessionsContract(openEvents);
  sessionSearchContract(openEvents);
});
