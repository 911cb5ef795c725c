import { openDB } from "idb";
import { afterEach, describe, expect, test, vi } from "vitest";
import { indexedDbKeeper } from "./indexed-db-keeper.ts";

/** A database that no other test has. */
const fresh = () => `rum-replay:test:${crypto.randomUUID()}`;

const DAY = 24 * 3_600_000;
const view = { source: "local", sessionId: "s1", viewId: "v1" };
const other = { ...view, viewId: "v2" };

const keyframe = (after: number, size = 4) => ({
  after,
  at: after * 1000,
  until: after + 10,
  bytes: new Uint8Array(size).fill(after).buffer,
});

/** A keeper whose clock is set by hand. */
function keeperAt(name: string, options: { readonly version?: number; readonly mostBytes?: number } = {}) {
  const clock = { now: 100 * DAY };
  const keeper = indexedDbKeeper({ version: 1, now: () => clock.now, name, ...options });
  const afters = async (of = view) => (await keeper.list(of)).map(({ after }) => after);
  return { clock, keeper, afters };
}

describe("indexedDbKeeper", () => {
  afterEach(() => vi.restoreAllMocks());

  test("has on the next opening what was kept, in order of place", async () => {
    const name = fresh();
    const before = keeperAt(name).keeper;
    await before.put(view, keyframe(12));
    await before.put(view, keyframe(2, 3));
    await before.put(other, keyframe(7));
    const { keeper } = keeperAt(name);
    expect(await keeper.list(view)).toEqual([
      { after: 2, at: 2000, until: 12, bytes: 3 },
      { after: 12, at: 12_000, until: 22, bytes: 4 },
    ]);
    expect(await keeper.get(view, 12)).toEqual(new Uint8Array([12, 12, 12, 12]));
    await expect(keeper.get(view, 7)).rejects.toThrow("not kept");
  });

  test("tells sources, sessions and versions of checkpoints apart", async () => {
    const name = fresh();
    await keeperAt(name).keeper.put(view, keyframe(1));
    expect(await keeperAt(name, { version: 2 }).afters()).toEqual([]);
    expect(await keeperAt(name).afters({ ...view, source: "eu" })).toEqual([]);
    expect(await keeperAt(name).afters({ ...view, sessionId: "s" })).toEqual([]);
    expect(await keeperAt(name).afters()).toEqual([1]);
  });

  test("lets go what was not used for the longest time when there is too much", async () => {
    const { clock, keeper, afters } = keeperAt(fresh(), { mostBytes: 250 });
    await keeper.put(view, keyframe(1, 100));
    clock.now += 1;
    await keeper.put(other, keyframe(2, 100));
    clock.now += 1;
    await keeper.get(view, 1);
    clock.now += 1;
    await keeper.put(view, keyframe(3, 100));
    expect(await afters(other)).toEqual([]);
    expect(await afters()).toEqual([1, 3]);
    await expect(keeper.get(other, 2)).rejects.toThrow("not kept");
  });

  test("counts a keyframe that is made again once", async () => {
    const { keeper, afters } = keeperAt(fresh(), { mostBytes: 250 });
    for (const after of [1, 2, 2, 2]) await keeper.put(view, keyframe(after, 100));
    expect(await afters()).toEqual([1, 2]);
  });

  test("lets go what was not used for a month", async () => {
    const { clock, keeper, afters } = keeperAt(fresh());
    await keeper.put(view, keyframe(1));
    clock.now += 31 * DAY;
    await keeper.put(other, keyframe(2));
    expect(await afters()).toEqual([]);
    expect(await afters(other)).toEqual([2]);
  });

  test("is as if empty where the browser allows no storage", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    });
    const { keeper } = keeperAt(fresh());
    await keeper.put(view, keyframe(1));
    expect(await keeper.list(view)).toEqual([]);
    await expect(keeper.get(view, 1)).rejects.toThrow("insecure");
  });

  test("is as if empty where the storage does not answer", async () => {
    const name = fresh();
    // Another page holds an older form of the database and does not let go.
    const holder = await openDB(name, 1);
    const blocked = openDB(name, 2);
    const { keeper } = keeperAt(name);
    expect(await keeper.list(view)).toEqual([]);
    holder.close();
    (await blocked).close();
  });

  test("keeps nothing where there is no room, and goes on", async () => {
    const { keeper, afters } = keeperAt(fresh());
    await keeper.put(view, keyframe(1));
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("There is no room.", "QuotaExceededError");
    });
    await keeper.put(view, keyframe(2));
    full.mockRestore();
    expect(await afters()).toEqual([1]);
    await keeper.put(view, keyframe(3));
    expect(await afters()).toEqual([1, 3]);
  });
});
