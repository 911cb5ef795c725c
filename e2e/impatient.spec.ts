import type { Page } from "@playwright/test";
import { recorded, timeline } from "./replay-page.ts";
import { expectRightFrame, noteStates, settled } from "./right-frame.ts";
import { expect, test } from "./test.ts";

// Somebody who does everything at once and waits for nothing. Whatever they did, what stands at the end is right.

const ACTIONS = 40;

/** Numbers from 0 to 1 as if at random, the same ones for a seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const focusOne = (all: Element[], share: number) => {
  (all[Math.floor(share * all.length)] as HTMLElement | undefined)?.focus();
};

const clickOne = (all: Element[], share: number) => {
  (all[Math.floor(share * all.length)] as HTMLElement | undefined)?.click();
};

/** One thing that they do, of no effect where there is nothing to do it to. */
const WAYS: readonly ((page: Page, next: () => number) => Promise<void>)[] = [
  async (page, next) => {
    const box = await timeline(page).boundingBox();
    if (box !== null) await page.mouse.click(box.x + next() * box.width, box.y + box.height / 2);
  },
  async (page, next) => {
    const box = await timeline(page).boundingBox();
    if (box === null) return;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + next() * box.width, y);
    await page.mouse.down();
    await page.mouse.move(box.x + next() * box.width, y, { steps: 5 });
    await page.mouse.up();
  },
  (page) => page.keyboard.press("Space"),
  (page, next) => page.keyboard.press(next() < 0.5 ? "ArrowLeft" : "ArrowRight"),
  (page, next) => page.keyboard.press(next() < 0.5 ? "j" : "l"),
  (page, next) => page.keyboard.press(["[", "]", "p", "n"][Math.floor(next() * 4)] ?? "n"),
  (page, next) => page.keyboard.press(next() < 0.5 ? "<" : ">"),
  (page, next) =>
    page.setViewportSize({ width: 700 + Math.round(next() * 700), height: 600 + Math.round(next() * 300) }),
  // What is there may change at any time, so that it is found and pressed in one go.
  (page, next) => page.getByRole("tab").evaluateAll(focusOne, next()),
  (page, next) =>
    page.getByRole("listbox", { name: "Pages" }).getByRole("option").evaluateAll(clickOne, next()),
];

for (const name of ["shop-checkout-v7", "tabs-v7", "shoelace-v5"] as const) {
  for (const seed of [1, 2, 3]) {
    test(`whatever is done in a hurry, the frame at the end is right: ${name}, ${seed}`, async ({
      page,
      product,
    }) => {
      await noteStates(page);
      const { sessionId } = recorded(name);
      await page.goto(`${product.address}/sessions/${sessionId}`);
      await expect(timeline(page)).toBeVisible();
      const next = numbersFrom(seed);
      for (let action = 0; action < ACTIONS; action += 1) {
        await WAYS[Math.floor(next() * WAYS.length)]?.(page, next);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      // To a place of which it is known, standing still.
      const play = page.getByRole("button", { name: "Pause", exact: true });
      if (await play.isVisible()) await play.click();
      await timeline(page).press("Home");
      for (let press = 0; press < 4; press += 1) await timeline(page).press("ArrowRight");
      const told = await settled(page, "paused", ({ ts, start }) => Math.abs(ts - start - 20_000) < 1);
      await expectRightFrame(page, { address: product.address, sessionId }, told);
    });
  }
}
