import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { Store } from "./driver.ts";
import { hints, rumEvent, segment, T0, VIEW } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import type { KeptSession } from "./stored-keep.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

const NEVER = new AbortController().signal;
const kept = (progress: string, keptAt: number | null = null): KeptSession => ({
  sessionId: VIEW.sessionId,
  source: "datadoghq.eu",
  begunAt: epochMs(T0),
  keptAt: keptAt === null ? null : epochMs(keptAt),
  progress,
});

const temporaryDirectory = temporaryDirectories();
let directory: string;
let store: Store;
beforeEach(async () => {
  directory = await temporaryDirectory();
  store = await openStore({ directory });
});
afterEach(() => store.close());

const indexes = async () =>
  (await store.events.listIndex(VIEW, { afterIndex: -1, limit: 10 }, NEVER)).map((each) => each.indexInView);

describe("what is kept from another source", () => {
  it("is stored together with how far it is, and is there after a restart", async () => {
    expect(await store.keeps.get(VIEW.sessionId)).toBeNull();
    const page = { segments: [segment({ index: 0 }), segment({ index: 1 })], events: [rumEvent("action")] };
    expect(await store.keeps.put(kept("1"), page, hints())).toEqual(["stored", "stored"]);
    await store.keeps.put(kept("2", T0 + 1), { segments: [], events: [] }, hints());
    await store.close();
    store = await openStore({ directory });
    expect(await store.keeps.get(VIEW.sessionId)).toEqual(kept("2", T0 + 1));
    expect(await indexes()).toEqual([0, 1]);
    expect(await store.events.listRumEvents(VIEW.sessionId, { limit: 10 }, NEVER)).toHaveLength(1);
  });

  it("leaves out a segment in whose place another is, and stores the others", async () => {
    await store.events.putSegments([segment({ index: 1, content: "the SDK's" })], hints());
    const segments = [segment({ index: 0 }), segment({ index: 1 }), segment({ index: 2 })];
    const results = await store.keeps.put(kept("1"), { segments, events: [] }, hints());
    expect(results).toEqual(["stored", "conflict", "stored"]);
    expect(await indexes()).toEqual([0, 1, 2]);
    expect(await store.keeps.get(VIEW.sessionId)).toEqual(kept("1"));
  });

  it("is not stored at all, nor how far it is, when a part of it cannot be", async () => {
    await store.keeps.put(kept("1"), { segments: [], events: [] }, hints());
    const events = [{ ...rumEvent("action"), document: "no JSON" }];
    const page = { segments: [segment({ index: 0 })], events };
    await expect(store.keeps.put(kept("2"), page, hints())).rejects.toThrow("JSON");
    expect(await store.keeps.get(VIEW.sessionId)).toEqual(kept("1"));
    expect(await indexes()).toEqual([]);
  });
});
