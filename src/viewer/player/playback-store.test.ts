import { describe, expect, it, vi } from "vitest";
import type { FromStage } from "../../wire/stage.ts";
import { PlaybackStore } from "./playback-store.ts";

const state = (rest: Partial<Extract<FromStage, { type: "replay:state" }>>): FromStage => ({
  type: "replay:state",
  state: "paused",
  ts: 1000,
  start: 0,
  end: 10_000,
  view: "v1",
  url: "https://shop.example/",
  speed: 1,
  skipping: false,
  ...rest,
});

const factsOf = (viewId: string, decodedUntil: number): FromStage => ({
  type: "stage:facts",
  viewId,
  decodedUntil,
  firstPictureAt: null,
  facts: [],
  idle: [],
  gaps: [],
  diagnostics: [],
});

function setUp() {
  let now = 0;
  const session = { start: 1000, end: 9000, live: true, views: [] };
  const initial = { session, ts: 1000, viewId: "v1", url: "", speed: 1, pinned: undefined };
  const store = new PlaybackStore(initial, () => now);
  return {
    store,
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe("PlaybackStore", () => {
  it("tells its listeners of changes, and of nothing else", () => {
    const { store } = setUp();
    store.apply(state({}));
    const listener = vi.fn<() => void>();
    const unsubscribe = store.subscribe(listener);
    store.apply({ type: "stage:clock", ts: 1000 });
    expect(listener).not.toHaveBeenCalled();
    store.apply({ type: "stage:clock", ts: 1100 });
    expect(listener).toHaveBeenCalledTimes(1);
    unsubscribe();
    store.apply({ type: "stage:clock", ts: 1200 });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("keeps the playhead where a seek put it while older times still come in", () => {
    const { store } = setUp();
    store.apply(state({ state: "playing" }));
    store.seeking(8000);
    store.apply({ type: "stage:clock", ts: 1100 });
    store.apply(state({ state: "loading", ts: 1100 }));
    expect(store.get().ts).toBe(8000);
    store.apply(state({ state: "playing", ts: 8010 }));
    store.apply({ type: "stage:clock", ts: 8100 });
    expect(store.get().ts).toBe(8100);
  });

  it("believes the stage again when it went elsewhere than asked", () => {
    const { store, later } = setUp();
    store.seeking(8000);
    later(2500);
    store.apply({ type: "stage:clock", ts: 5000 });
    expect(store.get().ts).toBe(5000);
  });

  it("goes on wanting to play while the picture loads", () => {
    const { store } = setUp();
    store.wantPlay(true);
    store.apply(state({ state: "loading" }));
    expect(store.get().wantsPlay).toBe(true);
    store.apply(state({ state: "ended" }));
    expect(store.get().wantsPlay).toBe(false);
  });

  it("goes on wanting to play while the connection is lost, and not where it cannot go on", () => {
    const { store } = setUp();
    store.wantPlay(true);
    store.reconnecting(true);
    store.apply(state({ state: "error", message: "no connection" }));
    expect(store.get()).toMatchObject({ wantsPlay: true, reconnects: true });
    store.reconnecting(false);
    store.apply(state({ state: "error", message: "broken" }));
    expect(store.get()).toMatchObject({ wantsPlay: false, reconnects: false });
  });

  it("holds what was found in each view, the newest word of it", () => {
    const { store } = setUp();
    for (const message of [factsOf("v1", 1), factsOf("v2", 2), factsOf("v1", 3)]) store.apply(message);
    expect([...store.get().views].map(([id, view]) => [id, view.decodedUntil])).toEqual([
      ["v1", 3],
      ["v2", 2],
    ]);
  });
});
