import { describe, expect, test } from "vitest";
import { page, plainSegment, text, textChange, START, at } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import { recordingFrom, tickingView } from "./ticking-view.fixture.ts";

/** Opens a recording and keeps it for the end of the test. */
describe("opening", () => {
  const recording = recordingFrom(START, at(3_000), [tickingView("a", START, 3)]);

  test("is paused with everything up to and including the asked time applied", async () => {
    const opened = await open(recording, { at: at(1_000) });
    const state = await opened.state("paused");
    expect(state).toMatchObject({ ts: at(1_000), view: "a", url: "https://shop.example/a", speed: 1 });
    expect(opened.text()).toBe("a 1");
  });

  test("tells the recorded viewport and draws it at its size", async () => {
    const opened = await open(
      recording,
      { at: START, fit: "actual" },
      { size: { width: 1000, height: 700 } },
    );
    const [viewport] = await Promise.all([opened.next("stage:viewport"), opened.state("paused")]);
    expect(viewport).toMatchObject({ width: 800, height: 600 });
    const { left, top, width, height } = opened.frame.getBoundingClientRect();
    expect({ left, top, width, height }).toEqual({ left: 100, top: 50, width: 800, height: 600 });
  });

  test("is paused before the first snapshot too, with the first picture there is", async () => {
    const late = recordingFrom(START, at(9_000), [{ ...tickingView("a", at(4_000), 3), start: START }]);
    const opened = await open(late, { at: START });
    expect(await opened.state("paused")).toMatchObject({ ts: START });
    expect(opened.text()).toBe("a 0");
  });

  test("a session without views says so", async () => {
    const opened = await open(recordingFrom(START, at(1_000), []), { at: START });
    await opened.state("paused");
    expect(opened.notice()).toContain("no views");
  });

  test("another session takes the place of the first and leaves nothing of it", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    opened.open(recording, { at: at(2_000) });
    await opened.state("paused");
    expect(opened.text()).toBe("a 2");
    expect(opened.document.querySelectorAll("iframe")).toHaveLength(1);
  });
});

describe("playing", () => {
  test("goes over the boundaries of views to the end, and starts again from there", async () => {
    const recording = recordingFrom(START, at(9_000), [
      tickingView("a", START, 3),
      tickingView("b", at(4_000), 4),
    ]);
    const opened = await open(recording, { at: START, speed: 16 });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.state("playing");
    const inSecond = await opened.next("replay:state", ({ view }) => view === "b");
    expect(inSecond.url).toBe("https://shop.example/b");
    expect(await opened.state("ended")).toMatchObject({ ts: at(9_000), view: "b" });
    expect(opened.text()).toBe("b 3");
    expect(opened.document.querySelectorAll("iframe")).toHaveLength(1);

    opened.post({ type: "replay:play" });
    expect(await opened.state("playing")).toMatchObject({ ts: START, view: "a" });
    await opened.state("ended");
    expect(opened.text()).toBe("b 3");
  });

  test("has ended when the last page is on screen, also where the clock runs past it", async () => {
    const brief = { ...tickingView("b", at(3_000), 1), end: at(3_020) };
    const opened = await open(recordingFrom(START, at(3_020), [tickingView("a", START, 3), brief]), {
      at: START,
      speed: 16,
    });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    expect(await opened.state("ended")).toMatchObject({ ts: at(3_020), view: "b" });
    expect(opened.text()).toBe("b 0");
    expect(opened.document.querySelectorAll("iframe")).toHaveLength(1);
  });

  test("tells the clock, which never goes back", async () => {
    const opened = await open(recordingFrom(START, at(3_000), [tickingView("a", START, 3)]), {
      at: START,
      speed: 4,
    });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.told("stage:clock", ({ ts }) => ts === at(3_000));
    const times = opened.messages.flatMap((told) => (told.type === "stage:clock" ? [told.ts] : []));
    expect(times[0]).toBe(START);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("pauses at once and goes on from there", async () => {
    const opened = await open(recordingFrom(START, at(60_000), [tickingView("a", START, 6)]), {
      at: at(2_500),
    });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.next("stage:clock", ({ ts }) => ts > at(3_000));
    const paused = opened.state("paused");
    opened.post({ type: "replay:pause" });
    const { ts } = await paused;
    expect(ts).toBeGreaterThan(at(3_000));
    expect(opened.text()).toBe(`a ${Math.min(5, Math.floor((ts - START) / 1_000))}`);
    opened.post({ type: "replay:speed", speed: 8 });
    opened.post({ type: "replay:play" });
    await opened.next("stage:clock", (told) => told.ts > at(5_100));
    expect(opened.text()).toBe("a 5");
  });

  test("plays nothing of an hour in which the machine slept", async () => {
    const opened = await open(recordingFrom(START, at(600_000), [tickingView("a", START, 60)]), {
      at: START,
    });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.next("stage:clock", ({ ts }) => ts > at(1_000));
    const performance = opened.document.defaultView?.performance;
    if (performance === undefined) throw new Error("the stage has no window");
    const now = performance.now.bind(performance);
    performance.now = () => now() + 3_600_000;
    const { ts } = await opened.next("stage:clock");
    await opened.next("stage:clock", (later) => later.ts > ts + 500);
    const paused = opened.state("paused");
    opened.post({ type: "replay:pause" });
    expect((await paused).ts).toBeLessThan(at(600_000));
  });

  test("pauses at the time of what is shown, to the millisecond", async () => {
    // Far longer than it plays: the end is not reached, however late it is paused.
    const changes = Array.from({ length: 3_000 }, (_, index) => {
      const ms = 1_000 + index * 10;
      return textChange(at(ms), 20, String(ms / 10));
    });
    const second = {
      ...tickingView("b", at(1_000), 30),
      segments: [plainSegment(0, [...page(at(1_000), [text(20, "")]), ...changes])],
    };
    const recording = recordingFrom(START, at(31_000), [tickingView("a", START, 1), second]);
    const opened = await open(recording, { at: START, speed: 4 });
    await opened.state("paused");
    for (const until of [1_200, 1_700, 2_500]) {
      opened.post({ type: "replay:play" });
      await opened.next("stage:clock", ({ ts }) => ts > at(until));
      const paused = opened.state("paused");
      opened.post({ type: "replay:pause" });
      const { ts } = await paused;
      expect(opened.text()).toBe(`${Math.floor((ts - START) / 10)}`);
    }
  });

  test("holds the last picture where no view is, and jumps over it when skipping inactivity", async () => {
    const hour = 3_600_000;
    const recording = recordingFrom(START, at(hour + 2_000), [
      tickingView("a", START, 2),
      tickingView("b", at(hour), 2),
    ]);
    const opened = await open(recording, { at: START, skipInactivity: true });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    const skipping = await opened.next("replay:state", (told) => told.skipping);
    expect(skipping.view).toBe("a");
    expect(await opened.next("replay:state", (told) => !told.skipping)).toMatchObject({ state: "playing" });
    await opened.next("replay:state", ({ view }) => view === "b");
    await opened.state("ended");
    expect(opened.text()).toBe("b 1");
  });

  test("says that nothing was recorded in a view without replay, and goes on", async () => {
    const bare = { id: "b", url: "", start: at(2_000), end: at(4_000), hasReplay: false, segments: [] };
    const recording = recordingFrom(START, at(6_000), [
      tickingView("a", START, 2),
      bare,
      tickingView("c", at(4_000), 2),
    ]);
    const opened = await open(recording, { at: at(3_000), speed: 4 });
    expect(await opened.state("paused")).toMatchObject({ view: "b" });
    expect(opened.notice()).toContain("No replay was recorded");
    opened.post({ type: "replay:play" });
    await opened.state("ended");
    expect(opened.text()).toBe("c 1");
    expect(opened.notice()).toBe("");
  });
});

describe("seeking", () => {
  const recording = recordingFrom(START, at(20_000), [
    tickingView("a", START, 8),
    tickingView("b", at(10_000), 8),
  ]);

  test("forward and back, within a view and over views, gives what opening there gives", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    for (const ms of [3_200, 12_000, 11_999, 1_000, 17_000, 9_500, 0]) {
      expect(await opened.seek(at(ms))).toMatchObject({ ts: at(ms) });
      const fresh = await open(recording, { at: at(ms) });
      await fresh.state("paused");
      expect(opened.page.documentElement.outerHTML).toBe(fresh.page.documentElement.outerHTML);
    }
  });

  test("while playing goes on playing there", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    opened.post({ type: "replay:play" });
    await opened.state("playing");
    expect(await opened.seek(at(12_000), "playing")).toMatchObject({ ts: at(12_000), view: "b" });
  });

  test("many at once ends at the last and leaves one frame", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    for (let ms = 0; ms < 17_000; ms += 500) opened.post({ type: "replay:seek", ts: at(ms) });
    await opened.seek(at(14_000));
    expect(opened.text()).toBe("b 4");
    expect(opened.document.querySelectorAll("iframe")).toHaveLength(1);
  });

  test("outside of the session ends at its limits", async () => {
    const opened = await open(recording, { at: 0 });
    expect(await opened.state("paused")).toMatchObject({ ts: START });
    expect(await opened.seek(at(999_999))).toMatchObject({ ts: at(20_000) });
    expect(opened.text()).toBe("b 7");
  });
});
