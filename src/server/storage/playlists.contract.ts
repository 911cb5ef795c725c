import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { Store } from "./driver.ts";
import { hints, segment, T0 } from "./incoming.fixture.ts";
import type { PlaylistStore } from "./stored-playlist.ts";

const signal = new AbortController().signal;
const ADA = { uuid: "00000000-0000-0000-0000-00000000000a", handle: "ada@x.test" };
const BOB = { uuid: "00000000-0000-0000-0000-00000000000b", handle: "bob@x.test" };
const text = (name: string, description: string | null = null) => ({ name, description });
const at = (seconds: number) => epochMs(T0 + seconds * 1000);
const rum = (...ids: readonly string[]) => ids.map((id) => ({ id, dataSource: "rum" }));

/** What every driver of the port to playlists must do. */
export function playlistsContract(open: () => Promise<Store>): void {
  let store: Store;
  let playlists: PlaylistStore;
  beforeEach(async () => {
    store = await open();
    ({ playlists } = store);
    for (const sessionId of ["s-1", "s-2", "s-3"])
      await store.events.putSegments([segment({ index: 0, sessionId })], hints());
  });
  afterEach(() => store.close());

  const idsIn = async (id: string, page = { offset: 0, limit: 10 }) =>
    (await playlists.listSessions(id, page, signal))?.entries.map(({ session }) => session.id);
  const names = async (search: Partial<Parameters<PlaylistStore["list"]>[0]> = {}) => {
    const found = await playlists.list({ offset: 0, limit: 10, ...search }, signal);
    return { names: found.playlists.map(({ name }) => name), total: found.total };
  };

  describe("playlists", () => {
    test("are made, changed and taken away", async () => {
      const made = await playlists.create(text("Checkout", "what breaks"), ADA, at(1));
      expect(made).toEqual({
        id: expect.stringMatching(/^\d+$/),
        name: "Checkout",
        description: "what breaks",
        createdBy: ADA,
        createdAt: at(1),
        updatedAt: at(1),
        sessionCount: 0,
      });
      expect(await playlists.get(made.id, signal)).toEqual(made);
      const changed = { ...made, name: "Cart", description: null, updatedAt: at(2) };
      expect(await playlists.update(made.id, text("Cart"), at(2))).toEqual(changed);
      expect(await playlists.get(made.id, signal)).toEqual(changed);
      await playlists.addSessions(made.id, rum("s-1"), at(3));
      expect(await playlists.delete(made.id)).toBe(true);
      expect(await playlists.get(made.id, signal)).toBeNull();
      expect(await playlists.delete(made.id)).toBe(false);
      // A link to it never leads to another one.
      expect((await playlists.create(text("Next"), ADA, at(4))).id).not.toBe(made.id);
      expect(await playlists.listContaining("s-1", signal)).toEqual([]);
    });

    test("are listed by the last change, by name whatever its case, and by who made them", async () => {
      const first = await playlists.create(text("Übersicht"), ADA, at(1));
      await playlists.create(text("Cart 100%"), BOB, at(2));
      await playlists.create(text("Checkout"), ADA, at(3));
      expect(await names()).toEqual({ names: ["Checkout", "Cart 100%", "Übersicht"], total: 3 });
      await playlists.addSessions(first.id, rum("s-1"), at(4));
      expect(await names({ limit: 2 })).toEqual({ names: ["Übersicht", "Checkout"], total: 3 });
      expect(await names({ offset: 2 })).toEqual({ names: ["Cart 100%"], total: 3 });
      expect(await names({ text: "ÜBER" })).toEqual({ names: ["Übersicht"], total: 1 });
      expect(await names({ text: "%" })).toEqual({ names: ["Cart 100%"], total: 1 });
      expect(await names({ creatorUuid: BOB.uuid })).toEqual({ names: ["Cart 100%"], total: 1 });
    });

    test("hold sessions once each, in the order in which they were added", async () => {
      const { id } = await playlists.create(text("Checkout"), ADA, at(1));
      const add = (...ids: readonly string[]) => playlists.addSessions(id, rum(...ids), at(2));
      expect(await add("s-2", "s-1")).toEqual({ added: ["s-2", "s-1"], unknown: [] });
      expect(await add("s-3", "s-2")).toEqual({ added: ["s-3"], unknown: [] });
      expect(await idsIn(id)).toEqual(["s-2", "s-1", "s-3"]);
      expect(await idsIn(id, { offset: 1, limit: 1 })).toEqual(["s-1"]);
      expect(await playlists.get(id, signal)).toMatchObject({ sessionCount: 3, updatedAt: at(2) });
      expect(await playlists.removeSessions(id, ["s-1", "nobody"], at(3))).toBe(1);
      expect(await idsIn(id)).toEqual(["s-2", "s-3"]);
      expect(await playlists.get(id, signal)).toMatchObject({ sessionCount: 2, updatedAt: at(3) });
      // One that comes again comes last.
      await add("s-1");
      expect(await idsIn(id)).toEqual(["s-2", "s-3", "s-1"]);
    });

    test("say as what a session was added, and which of them it is in", async () => {
      const one = await playlists.create(text("One"), ADA, at(1));
      const two = await playlists.create(text("Two"), ADA, at(1));
      await playlists.addSessions(one.id, [{ id: "s-1", dataSource: "product_analytics" }], at(2));
      await playlists.addSessions(two.id, rum("s-1", "s-2"), at(2));
      const listed = await playlists.listSessions(one.id, { offset: 0, limit: 10 }, signal);
      expect(listed?.entries.map(({ dataSource }) => dataSource)).toEqual(["product_analytics"]);
      expect(listed?.total).toBe(1);
      expect((await playlists.listContaining("s-1", signal)).toSorted()).toEqual([one.id, two.id].toSorted());
      expect(await playlists.listContaining("s-2", signal)).toEqual([two.id]);
    });

    test("take no sessions that the store does not have, and of one call all or none", async () => {
      const { id } = await playlists.create(text("Checkout"), ADA, at(1));
      expect(await playlists.addSessions(id, rum("s-1", "nobody"), at(2))).toEqual({
        added: [],
        unknown: ["nobody"],
      });
      expect(await idsIn(id)).toEqual([]);
    });

    test("that are not there are null", async () => {
      expect(await playlists.get("none", signal)).toBeNull();
      expect(await playlists.get("1e0", signal)).toBeNull();
      expect(await playlists.update("12345", text("x"), at(1))).toBeNull();
      expect(await playlists.addSessions("none", rum("s-1"), at(1))).toBeNull();
      expect(await playlists.removeSessions("none", ["s-1"], at(1))).toBeNull();
      expect(await playlists.listSessions("none", { offset: 0, limit: 1 }, signal)).toBeNull();
    });
  });
}
