import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { APPLICATION, hints, segment, T0, VIEW } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import { playlistsContract } from "./playlists.contract.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";
import { watchesContract } from "./watches.contract.ts";

const temporaryDirectory = temporaryDirectories();
const open = async () => openStore({ directory: await temporaryDirectory() });
const signal = new AbortController().signal;
const ADA = { uuid: "00000000-0000-0000-0000-00000000000a", handle: "ada@x.test" };

describe("playlists and watches on libsql", () => {
  playlistsContract(open);
  watchesContract(open);

  test("are there when the store is opened again", async () => {
    const directory = await temporaryDirectory();
    const at = epochMs(T0);
    const { sessionId } = VIEW;
    const store = await openStore({ directory });
    await store.events.putSegments([segment({ index: 0 })], hints());
    const { id } = await store.playlists.create({ name: "Checkout", description: null }, ADA, at);
    await store.playlists.addSessions(id, [{ id: sessionId, dataSource: "rum" }], at);
    const watch = { sessionId, viewer: ADA, at, applicationId: APPLICATION, eventId: "e", dataSource: "rum" };
    await store.watches.add(watch);
    const playlist = await store.playlists.get(id, signal);
    await store.close();

    const again = await openStore({ directory });
    expect(await again.playlists.get(id, signal)).toEqual(playlist);
    const page = { offset: 0, limit: 10 };
    expect((await again.playlists.listSessions(id, page, signal))?.entries[0]?.session.id).toBe(sessionId);
    expect(await again.watches.listWatchers(sessionId, page, signal)).toHaveLength(1);
    await again.close();
  });
});
