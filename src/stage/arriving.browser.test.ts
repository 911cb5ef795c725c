import { describe, expect, test } from "vitest";
import { at, START } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import { recordingFrom, tickingView } from "./ticking-view.fixture.ts";

/** Opens a recording and keeps it for the end of the test. */
describe("waiting for segments", () => {
  test("asks for what the playhead takes, then for the time ahead, then for the next view", async () => {
    const recording = recordingFrom(START, at(12_000), [
      tickingView("a", START, 6),
      tickingView("b", at(6_000), 6),
    ]);
    const opened = await open(recording, { at: at(1_500) }, { answers: false });
    expect(await opened.next("stage:need")).toMatchObject({ viewId: "a", ts: at(1_500) });
    const ahead = opened.next("stage:need");
    opened.deliver("a", at(1_500));
    expect(await ahead).toMatchObject({ viewId: "a", ts: at(6_000) });
    const second = opened.next("stage:need");
    opened.deliver("a", at(6_000));
    expect(await second).toMatchObject({ viewId: "b", ts: at(6_000) });
  });

  test("is loading while they are on their way, and goes on by itself", async () => {
    const recording = recordingFrom(START, at(4_000), [tickingView("a", START, 4)]);
    const opened = await open(recording, { at: START, speed: 4 }, { answers: false });
    await opened.next("stage:need");
    opened.deliver("a", at(1_000));
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    const { ts } = await opened.state("loading");
    expect(ts).toBeGreaterThanOrEqual(at(2_000));
    expect(opened.text()).toBe("a 1");
    opened.deliver("a", at(4_000));
    await opened.state("playing");
    await opened.state("ended");
    expect(opened.text()).toBe("a 3");
  });

  test("is in error with the pager's words when it cannot go on, and recovers when it can", async () => {
    const opened = await open(
      recordingFrom(START, at(2_000), [tickingView("a", START, 2)]),
      { at: START },
      { answers: false },
    );
    await opened.next("stage:need");
    const failed = opened.next("replay:state", ({ state }) => state === "error");
    opened.post({ type: "stage:failed", viewId: "a", message: "The server does not answer." });
    expect(await failed).toMatchObject({ message: "The server does not answer." });
    const recovered = opened.next("replay:state", ({ state }) => state === "paused");
    opened.deliver("a", at(2_000));
    expect((await recovered).message).toBeUndefined();
  });

  test("segments in the wrong order are put in order", async () => {
    const recording = recordingFrom(START, at(3_000), [tickingView("a", START, 3)]);
    const opened = await open(recording, { at: at(2_000) }, { answers: false });
    await opened.next("stage:need");
    const all = recording.segments["a"] ?? [];
    for (const { index, bytes } of all.toReversed()) {
      const segments = [{ index, bytes: bytes && new Uint8Array(bytes).buffer }];
      opened.post({ type: "stage:segments", viewId: "a", segments });
    }
    const paused = opened.state("paused");
    opened.deliver("a", -Infinity);
    await paused;
    expect(opened.text()).toBe("a 2");
  });
});

describe("a session that goes on while it is open", () => {
  test("plays on from where it had ended, into what is new of the page and into a new one", async () => {
    const opened = await open(recordingFrom(START, at(2_000), [tickingView("a", START, 2)]), {
      at: START,
      speed: 8,
    });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    expect(await opened.state("ended")).toMatchObject({ ts: at(2_000), end: at(2_000) });
    const grown = opened.state("paused");
    opened.grow(
      recordingFrom(START, at(6_000), [tickingView("a", START, 4), tickingView("b", at(4_000), 2)]),
    );
    expect(await grown).toMatchObject({ ts: at(2_000), end: at(6_000), view: "a" });
    expect(opened.text()).toBe("a 1");
    opened.post({ type: "replay:play" });
    expect(await opened.state("ended")).toMatchObject({ ts: at(6_000), view: "b" });
    expect(opened.text()).toBe("b 1");
  });

  test("says its new end at once, and shows what comes late where it stands", async () => {
    const opened = await open(recordingFrom(START, at(4_000), [tickingView("a", START, 2)]), {
      at: at(3_500),
    });
    await opened.state("paused");
    expect(opened.text()).toBe("a 1");
    const told = opened.next("replay:state");
    opened.grow(recordingFrom(START, at(5_000), [tickingView("a", START, 4)]));
    expect(await told).toMatchObject({ state: "paused", ts: at(3_500), end: at(5_000) });
    expect(await opened.state("paused")).toMatchObject({ ts: at(3_500) });
    expect(opened.text()).toBe("a 3");
  });
});
