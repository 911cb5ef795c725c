import { expect, test } from "vitest";
import { loadingWords } from "./loading-words.ts";
import { playerFixture } from "./player.fixture.tsx";

const facts = { firstPictureAt: null, facts: [], idle: [], gaps: [], diagnostics: [] };

/** On the way to 20 seconds after the start. */
function onTheWay() {
  const { playback, start } = playerFixture();
  playback.seeking(start + 20_000);
  return { playback, start, words: () => loadingWords(playback.get()) };
}

test("says how far the source is with finding the moment", () => {
  const { playback, start, words } = onTheWay();
  playback.sourced("home", { loading: { state: "reading" }, notes: [], until: start + 5000 });
  expect(words()).toEqual({ text: "The source looks for this moment: 0:05 of 0:20", done: 0.25 });
});

test("says how far it is decoded, once the source has found it", () => {
  const { playback, start, words } = onTheWay();
  playback.sourced("home", { loading: { state: "reading" }, notes: [], until: start + 30_000 });
  playback.apply({ type: "stage:facts", viewId: "home", decodedUntil: start + 10_000, ...facts });
  expect(words()).toEqual({ text: "The recording is read up to here: 0:10 of 0:20", done: 0.5 });
});

test("says nothing where nothing is known of it", () => {
  const { playback, start, words } = onTheWay();
  expect(words()).toBeUndefined();
  playback.sourced("home", { loading: { state: "stopped" }, notes: [], until: undefined });
  playback.apply({ type: "stage:facts", viewId: "home", decodedUntil: start + 50_000, ...facts });
  expect(words()).toBeUndefined();
});
