import type { Page } from "@playwright/test";
import { openReplay, play, setSpeed } from "./playback.ts";
import { expectState, recordedPage, timeline } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";
import { postTwoTabs, START } from "./two-tabs.ts";

// A segment that was lost: the last picture before it holds, and what can be shown again is shown.

const notice = (page: Page) => page.getByRole("status", { name: "What is missing" });
const body = (page: Page) => recordedPage(page).locator("body");
/** Of the cart, from second 45 to 50 nothing is there; at 55 is its next full snapshot. */
const [BEFORE, INSIDE, AFTER] = [43, 47, 56] as const;

async function seekTo(page: Page, second: number) {
  await page.evaluate(
    (ts) => window.postMessage({ type: "replay:seek", ts }, "*"),
    START + second * 1000 + 500,
  );
  return settled(page, "paused", ({ ts }) => ts === START + second * 1000 + 500);
}

test("one seeks into a gap and out of it, forward and back", async ({ page, emptyProduct: { address } }) => {
  await noteStates(page);
  const { sessionId } = await postTwoTabs(address);
  const session = { address, sessionId };
  await page.goto(`${address}/embed/sessions/${sessionId}?ts=${START + BEFORE * 1000}`);
  await expectState(page, "paused");
  for (const [second, text] of [
    [BEFORE, "cart 43"],
    [INSIDE, "cart 44"],
    [AFTER, "cart 56"],
    [INSIDE, "cart 44"],
    [BEFORE, "cart 43"],
  ] as const) {
    const told = await seekTo(page, second);
    await expect(body(page)).toHaveText(text);
    await expectRightFrame(page, session, told);
  }
});

test("a gap is hatched and told, playing goes over it, and the notice goes with it", async ({
  page,
  emptyProduct: { address },
}) => {
  await noteStates(page);
  const { sessionId } = await postTwoTabs(address);
  await openReplay(page, address, sessionId, { ts: START + INSIDE * 1000 });
  await expect(notice(page)).toContainText("A part of the recording is missing");
  await expect(page.locator(".timeline-gap")).toHaveCount(1);
  await expect(body(page)).toHaveText("cart 44");
  await timeline(page).focus();
  await page.keyboard.press("ArrowLeft");
  await settled(page, "paused", ({ ts }) => ts === START + (INSIDE - 5) * 1000);
  await expect(notice(page)).toHaveText("");
  await expect(body(page)).toHaveText("cart 41");
  const said = await notice(page).evaluateHandle((element) => {
    const texts: string[] = [];
    const note = () => texts.push(element.textContent);
    new MutationObserver(note).observe(element, { childList: true, subtree: true, characterData: true });
    return texts;
  });
  await setSpeed(page, 8);
  await play(page);
  const told = await settled(page, "ended");
  await expectRightFrame(page, { address, sessionId }, told);
  const texts = await said.jsonValue();
  expect(texts[0]).toContain("A part of the recording is missing");
  expect(texts.at(-1)).toBe("");
});
