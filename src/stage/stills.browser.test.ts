import { expect, onTestFinished, test } from "vitest";
import { openStage } from "./stage-under-test.fixture.ts";
import { recordingFrom, tickingView } from "./ticking-view.fixture.ts";

const START = 1_700_000_000_000;
const at = (ms: number) => START + ms;
const recording = recordingFrom(START, at(60_000), [
  tickingView("a", START, 30, { tabId: "1" }),
  tickingView("b", at(20_000), 40, { tabId: "2" }),
]);

async function openStills(ms: number, viewId: string) {
  const stage = await openStage(recording, { at: at(ms), viewId, stills: true });
  onTestFinished(() => stage.close());
  await stage.state("paused");
  return stage;
}

test("a stage of stills shows one moment after the other, of the view that is named", async () => {
  const stage = await openStills(3_500, "a");
  expect(stage.text()).toBe("a 3");
  for (const [viewId, ms, text] of [
    ["b", 25_500, "b 5"],
    ["a", 25_500, "a 25"],
    ["b", 58_500, "b 38"],
    ["a", 1_500, "a 1"],
  ] as const) {
    const arrived = stage.state("paused");
    stage.post({ type: "stage:view", viewId, ts: at(ms) });
    expect(await arrived).toMatchObject({ view: viewId, ts: at(ms) });
    expect(stage.text()).toBe(text);
  }
});

test("it asks for what shows them and no more, and tells nothing of what it finds out", async () => {
  const stage = await openStills(3_500, "a");
  const arrived = stage.state("paused");
  stage.post({ type: "stage:view", viewId: "b", ts: at(24_500) });
  await arrived;
  const needs = stage.messages.filter((message) => message.type === "stage:need");
  expect(needs.map(({ viewId, from, ts }) => [viewId, from, ts])).toEqual([
    ["a", at(3_500), at(3_500)],
    ["b", at(24_500), at(24_500)],
  ]);
  const told = stage.messages.map(({ type }) => type);
  for (const type of ["stage:facts", "stage:programme", "stage:assets", "stage:clock"] as const)
    expect(told).not.toContain(type);
});
