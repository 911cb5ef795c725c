import { expect, type FrameLocator, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReplayState } from "../src/wire/stage.ts";
import { recordingFolder, type RECORDINGS } from "./test.ts";

/** What `recording.json` says of a recording, as far as the tests use it. Times are epoch ms. */
interface Recorded {
  readonly sessionId: string;
  readonly views: readonly { readonly id: string; readonly url: string; readonly start: number }[];
}

export const recorded = (name: (typeof RECORDINGS)[number]): Recorded =>
  JSON.parse(readFileSync(join(recordingFolder(name), "recording.json"), "utf8")) as Recorded;

/** `<html data-replay-state>` is this. */
export const expectState = (page: Page, state: ReplayState) =>
  expect(page.locator("html")).toHaveAttribute("data-replay-state", state);

/** The recorded page that is shown: the frame in sight inside the stage's frame. */
export const recordedPage = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Recorded page"]').frameLocator(".surface-host-shown iframe");

export const timeline = (page: Page) => page.getByRole("slider", { name: "Time in the session" });

/** The playhead as the timeline tells it, whole seconds of the session. */
export const playhead = async (page: Page): Promise<number> =>
  Number(await timeline(page).getAttribute("aria-valuenow"));

export const address = (page: Page) => page.getByRole("status", { name: "Address of the recorded page" });
