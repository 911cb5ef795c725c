import type { Page } from "@playwright/test";
import { expectState } from "./replay-page.ts";

// What a person does on the page of a replay.

/** Opens a session at an address of its own, and waits for the picture. */
export async function openReplay(
  page: Page,
  address: string,
  sessionId: string,
  place: { readonly view?: string; readonly ts?: number } = {},
): Promise<void> {
  const query = Object.entries(place).map(([name, value]) => `${name}=${value}`);
  await page.goto(`${address}/sessions/${sessionId}?${query.join("&")}`);
  await expectState(page, "paused");
}

export const play = (page: Page) => page.getByRole("button", { name: "Play", exact: true }).click();

export const pause = (page: Page) => page.getByRole("button", { name: "Pause", exact: true }).click();

export async function setSpeed(page: Page, speed: 0.5 | 1 | 2 | 4 | 8 | 16): Promise<void> {
  await page.getByRole("button", { name: /^Speed/ }).click();
  await page.getByRole("menuitemradio", { name: new RegExp(`^${speed}×`) }).click();
}

/** Plays what is left at the highest speed. */
export async function playToEnd(page: Page): Promise<void> {
  await setSpeed(page, 16);
  await play(page);
  await expectState(page, "ended");
}

export const openPanel = (page: Page, name: "Events" | "Pages" | "Session" | "Problems") =>
  page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();

/** The pages of the session, in the panel of that name. */
export const pages = (page: Page) => page.getByRole("listbox", { name: "Pages" }).getByRole("option");

/** What is missing or damaged, in the panel of that name. */
export const problems = (page: Page) => page.getByRole("list", { name: "Problems" }).getByRole("button");
