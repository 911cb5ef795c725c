import { describe, expect, test } from "vitest";
import { element, page, plainSegment, text, textChange, START, at } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";
import { recordingFrom, tickingView } from "./ticking-view.fixture.ts";

/** Looks before each frame that is drawn whether a page with its content is in sight. */
function watchFrames(watched: StageUnderTest) {
  const window = watched.document.defaultView;
  const seen = { frames: 0, bare: 0 };
  const look = () => {
    seen.frames++;
    const hosts = [...watched.document.querySelectorAll<HTMLElement>(".surface-host")];
    const inSight = hosts.filter((host) => getComputedStyle(host).visibility === "visible");
    const hasContent = inSight.some((host) => {
      const body = host.querySelector("iframe")?.contentDocument?.body;
      return body?.textContent !== "" && (body?.getBoundingClientRect().height ?? 0) > 0;
    });
    if (!hasContent) seen.bare++;
    window?.requestAnimationFrame(look);
  };
  window?.requestAnimationFrame(look);
  return seen;
}

describe("from one view to the next there is always a picture", () => {
  const views = [
    tickingView("a", START, 2),
    tickingView("b", at(2_000), 2),
    tickingView("c", at(4_000), 2),
    tickingView("d", at(6_500), 2),
  ];
  const recording = recordingFrom(START, at(8_500), views);

  test.each([1, 8, 16])("playing at %i×", async (speed) => {
    const opened = await open(recording, { at: START, speed });
    await opened.state("paused");
    const seen = watchFrames(opened);
    opened.post({ type: "replay:play" });
    await opened.state("ended");
    expect(opened.text()).toBe("d 1");
    expect(seen.frames).toBeGreaterThan(0);
    expect(seen.bare).toBe(0);
  });

  test("going back and forth over their boundaries", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    const seen = watchFrames(opened);
    for (const ms of [3_000, 1_999, 2_000, 7_000, 6_200, 500, 8_500]) await opened.seek(at(ms));
    expect(seen.frames).toBeGreaterThan(0);
    expect(seen.bare).toBe(0);
  });
});

describe("a time shows all up to and including it", () => {
  const body = [element(10, "p", {}, [text(20, "first")])];
  const again = [element(10, "p", {}, [text(20, "again")])];
  const records = [
    ...page(START, body),
    textChange(at(1_000), 20, "one"),
    textChange(at(1_000), 20, "two"),
    textChange(at(1_000), 20, "three"),
    textChange(at(2_999), 20, "before"),
    ...page(at(3_000), again),
    textChange(at(3_000), 20, "at once"),
    textChange(at(4_000), 20, "last"),
    { type: 7, timestamp: at(4_000), data: undefined },
  ];
  const view = { id: "v", url: "", start: START, end: at(4_000), hasReplay: true };
  const recording = recordingFrom(START, at(5_000), [{ ...view, segments: [plainSegment(0, records)] }]);

  test("in order within a millisecond, at a full snapshot's own time, and at the view's end", async () => {
    const opened = await open(recording, { at: START });
    await opened.state("paused");
    for (const [ms, shown] of [
      [0, "first"],
      [999, "first"],
      [1_000, "three"],
      [2_998, "three"],
      [2_999, "before"],
      [3_000, "at once"],
      [3_999, "at once"],
      [4_000, "last"],
      [5_000, "last"],
      [3_000, "at once"],
    ] as const) {
      expect(await opened.seek(at(ms))).toMatchObject({ ts: at(ms) });
      expect(`${ms} ${opened.text()}`).toBe(`${ms} ${shown}`);
    }
  });
});

test.each([
  ["a view's first picture", 0],
  ["the time of a change", 1_000],
])("playing goes on with the page that is there: from %s", async (_, ms) => {
  const opened = await open(recordingFrom(START, at(4_000), [tickingView("a", START, 4)]), { at: at(ms) });
  await opened.state("paused");
  const { body } = opened.page;
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", ({ ts }) => ts > at(ms + 1_200));
  expect(opened.text()).toBe(`a ${ms / 1_000 + 1}`);
  expect(opened.page.body).toBe(body);
  opened.post({ type: "replay:pause" });
  await opened.state("paused");
  opened.post({ type: "replay:play" });
  await opened.next("stage:clock", ({ ts }) => ts > at(ms + 2_200));
  expect(opened.page.body).toBe(body);
});
