import { expect, type Page } from "@playwright/test";
import type { FromStage, ReplayState } from "../src/wire/stage.ts";
import { expectState } from "./replay-page.ts";

// Whether the frame that is shown is the right one: the same as when that moment is opened in a page of its own.

type Told = Extract<FromStage, { type: "replay:state" }>;

/**
 * Runs in each document: what the stage in sight tells it of state and clock last is in attributes of its root. The
 * stage that makes thumbnails tells of its own.
 */
const NOTE = `addEventListener("message", ({ data, source }) => {
  if (source !== document.querySelector('iframe[title="Recorded page"]')?.contentWindow) return;
  const { dataset } = document.documentElement;
  if (data?.type === "replay:state") dataset.lastTold = JSON.stringify(data);
  if (data?.type === "stage:clock") dataset.lastClock = data.ts;
})`;

/**
 * Notes what the stage says in the documents that `page` opens from now on: in a world of its own, since the recorded
 * page is in a document that runs no scripts, and says on the console when one is tried.
 */
export async function noteStates(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.enable");
  await session.send("Page.addScriptToEvaluateOnNewDocument", { source: NOTE, worldName: "notes" });
}

/** The playhead as the stage told it last, epoch milliseconds (`noteStates` comes before). */
export const clockOf = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.documentElement.dataset["lastClock"]));

/** Waits until the replay has this state and what the stage says is so (`noteStates` comes before); what it says. */
export async function settled(
  page: Page,
  state: ReplayState,
  when: (told: Told) => boolean = () => true,
): Promise<Told> {
  const found: Told[] = [];
  await expect
    .poll(async () => {
      const noted = await page.evaluate(() => document.documentElement.dataset["lastTold"]);
      if (noted === undefined) return undefined;
      const told = JSON.parse(noted) as Told;
      if (told.state !== state || !when(told)) return told;
      found.push(told);
      return "settled";
    })
    .toBe("settled");
  await expectState(page, state);
  const [told] = found;
  if (told === undefined) throw new Error("the stage has said nothing");
  return told;
}

/**
 * All that the recorded page shows: elements, texts, what is in fields, and where everything is scrolled to. It is read
 * from the stage's document: to evaluate in the recorded page may end in words on the console, since it runs no scripts.
 */
const shownFrame = (page: Page): Promise<string> =>
  page
    .frameLocator('iframe[title="Recorded page"]')
    .locator(".surface-host-shown iframe")
    .evaluate((frame: HTMLIFrameElement) => {
      const lines: string[] = [];
      const look = (node: Node, depth: string): void => {
        if (node.nodeType === 3) lines.push(depth + JSON.stringify(node.nodeValue));
        if (node.nodeType !== 1) return;
        const element = node as HTMLInputElement;
        const names = [...element.attributes].map(({ name, value }) => `${name}=${JSON.stringify(value)}`);
        const state = [element.value, element.checked, element.scrollLeft, element.scrollTop];
        lines.push(`${depth}<${element.tagName} ${names.toSorted().join(" ")}> ${JSON.stringify(state)}`);
        for (const child of element.shadowRoot?.childNodes ?? []) look(child, `${depth} #`);
        for (const child of element.childNodes) look(child, `${depth} `);
      };
      if (frame.contentDocument !== null) look(frame.contentDocument.documentElement, "");
      return lines.join("\n");
    });

/** The same of a moment that is opened freshly, embedded, in a page of its own. */
async function freshFrame(page: Page, address: string, sessionId: string, at: Told): Promise<string> {
  const fresh = await page.context().newPage();
  try {
    await fresh.goto(`${address}/embed/sessions/${sessionId}?view=${at.view}&ts=${at.ts}`);
    await expectState(fresh, "paused");
    return await shownFrame(fresh);
  } finally {
    await fresh.close();
  }
}

/**
 * Expects that what is shown, and stands still, is what it is when this moment is opened freshly; it is not to be empty.
 * `at` is what the stage said of it.
 */
export async function expectRightFrame(
  page: Page,
  { address, sessionId }: { readonly address: string; readonly sessionId: string },
  at: Told,
): Promise<void> {
  const shown = await shownFrame(page);
  expect(shown).toContain("<BODY");
  expect(shown).toBe(await freshFrame(page, address, sessionId, at));
}
