import path from "node:path";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { Connection } from "./database.ts";
import { hints, segment, T0, VIEW } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;

/** Undoes what version 5 of the schema changed. */
const TO_VERSION_4 = `
  DROP INDEX views_unpacked;
  ALTER TABLE views RENAME COLUMN unpacked TO unpacked_count;
  UPDATE views SET unpacked_count = 2 WHERE unpacked_count = 1;
  CREATE INDEX views_unpacked ON views (last_segment_at) WHERE unpacked_count > 0;
  DROP INDEX sessions_newest;
  DROP INDEX sessions_longest;
  DROP INDEX sessions_errors;
  DROP INDEX sessions_frustrations;
  DROP INDEX sessions_facets;
  ALTER TABLE sessions DROP COLUMN replayed;
  CREATE INDEX sessions_newest ON sessions (start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_longest ON sessions (duration, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_errors ON sessions (error_count, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_frustrations ON sessions (frustration_count, start_at, id) WHERE segment_count > 0;
  CREATE INDEX sessions_facets ON sessions (application_id, service, env, browser_name, device_type)
    WHERE segment_count > 0;
  DELETE FROM migrations WHERE version = 5;`;

test("a store of version 4 has its sessions and its views that wait to be packed", async () => {
  const directory = await temporaryDirectory();
  const store = await openStore({ directory });
  await store.events.putSegments([segment({ index: 0 }), segment({ index: 1 })], hints());
  const session = await store.events.getSession(VIEW.sessionId, signal);
  await store.close();
  const connection = new Connection(path.join(directory, "store.db"));
  connection.exec(TO_VERSION_4);
  connection.close();

  const again = await openStore({ directory });
  expect(await again.events.getSession(VIEW.sessionId, signal)).toEqual(session);
  const found = await again.events.searchSessions({ sort: "longest", limit: 10 }, signal);
  expect(found.sessions).toEqual([session?.session]);
  const age = { now: epochMs(Number.MAX_SAFE_INTEGER), idleMs: 0, endedQuietMs: 0 };
  expect(await again.events.listPackable(age, 10, signal)).toEqual([VIEW]);
  await again.events.putSegments([segment({ index: 2, start: T0 + 1000 })], hints());
  expect((await again.events.getSession(VIEW.sessionId, signal))?.session.segmentCount).toBe(3);
  await again.close();
});
