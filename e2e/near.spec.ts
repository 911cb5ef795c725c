import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { page as pageRecords, text, textChange } from "../src/stage/recorded-page.fixture.ts";
import { type Asked, noteBytesAsked } from "./bytes-asked.ts";
import { indexWithKeyframes, startLongSession } from "./long-session.ts";
import { play } from "./playback.ts";
import { postSegment } from "./posted-segment.ts";
import { startProduct } from "./product.ts";
import { playhead, recordedPage, timeline } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";

// Who goes far into a long view gets what is near, not what comes before.

const pagesOf = (asked: readonly Asked[]) => asked.filter((each) => each.kind === "page");

test("the first open deep in a long view asks for a keyframe and for what follows it", async ({ page }) => {
  const long = await startLongSession(20);
  try {
    await noteStates(page);
    const asked = noteBytesAsked(page);
    const { segments, keyframes } = long.index;
    const [first, last] = [segments[0]?.start ?? 0, segments.at(-1)?.end ?? 0];
    const ts = Math.round(first + 0.75 * (last - first));
    const keyframe = keyframes.entries.findLast(({ at }) => at <= ts);
    await page.goto(`${long.address}/sessions/${long.sessionId}?ts=${ts}`);
    const told = await settled(page, "paused", (now) => now.ts === ts);
    expect(keyframe?.after).toBeGreaterThan(10);
    expect(asked.all[0]).toEqual({ kind: "keyframe", viewId: long.viewId, after: keyframe?.after });
    expect(pagesOf(asked.all)[0]?.first).toBe((keyframe?.after ?? 0) + 1);
    expect(pagesOf(asked.all).every((each) => each.first > (keyframe?.after ?? 0))).toBe(true);
    await expectRightFrame(page, long, told);
  } finally {
    await page.close();
    await long.stop();
  }
});

const SEGMENTS = 240;
const SEGMENT_S = 5;
const TEXT = 20;
const FILLING = Array.from({ length: 40 }, (_, at) => 100 + at);

/** A segment of a view whose text is the second; enough happens besides for keyframes to be worth it. */
function segmentOf(start: number, index: number) {
  const body = [text(TEXT, "0"), ...FILLING.map((id) => text(id, " "))];
  const changes = Array.from({ length: SEGMENT_S }, (_, at) => index * SEGMENT_S + at).flatMap((second) => {
    const ts = start + second * 1000;
    const filling = FILLING.map((id) => textChange(ts, id, ` ${second} and ${id}: ${"x".repeat(200)}`));
    return filling.concat(textChange(ts, TEXT, `second ${second}`));
  });
  return [...(index === 0 ? pageRecords(start, body) : []), ...changes];
}

test("who joins a session late gets its end and not its beginning, and it grows", async ({ page }) => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-live-"));
  const ids = { sessionId: randomUUID(), viewId: randomUUID() };
  const start = Date.now() - SEGMENTS * SEGMENT_S * 1000;
  const post = (address: string, index: number) =>
    postSegment(address, { ...ids, index, records: segmentOf(start, index) });
  const first = await startProduct({ dataDirectory });
  for (let index = 0; index < SEGMENTS; index += 1) expect(await post(first.address, index)).toBe(202);
  await first.stop();
  // It makes keyframes as soon as it has started.
  const product = await startProduct({ dataDirectory });
  const { keyframes } = await indexWithKeyframes(product.address, ids.sessionId, ids.viewId);
  const after = keyframes.entries.at(-1)?.after ?? 0;
  expect(after).toBeGreaterThan(SEGMENTS / 2);

  // A session that nothing comes of for a minute is over; making the keyframes may have taken that long.
  expect(await post(product.address, SEGMENTS)).toBe(202);
  await noteStates(page);
  const asked = noteBytesAsked(page);
  const last = (SEGMENTS + 1) * SEGMENT_S - 1;
  const end = start + last * 1000;
  await page.goto(`${product.address}/sessions/${ids.sessionId}?ts=${end - 2000}`);
  await settled(page, "paused");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const shown = recordedPage(page).locator("body");
  await expect(shown).toContainText(`second ${last - 2}`);
  await play(page);
  await expect(page.getByText("Waiting for what happens next")).toBeVisible();
  const length = Number(await timeline(page).getAttribute("aria-valuemax"));

  for (const further of [1, 2]) expect(await post(product.address, SEGMENTS + further)).toBe(202);
  await expect(shown).toContainText(`second ${last + 2 * SEGMENT_S}`);
  expect(Number(await timeline(page).getAttribute("aria-valuemax"))).toBeGreaterThan(length);
  const told = await settled(page, "ended");
  expect(await playhead(page)).toBeGreaterThan(length);
  expect(
    pagesOf(asked.all)
      .map((each) => each.first)
      .filter((index) => index <= after),
  ).toEqual([]);
  await expectRightFrame(page, { address: product.address, sessionId: ids.sessionId }, told);
  await page.close();
  await product.stop();
  await rm(dataDirectory, { recursive: true });
});
