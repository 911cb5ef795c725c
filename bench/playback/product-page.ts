import type { Browser, BrowserContext, Page } from "playwright";
import type { StoredSession } from "./stored-sessions.ts";

/** A page in a browser context of its own, so that nothing is cached. */
export interface OpenedPage {
  readonly page: Page;
  /** From navigation to the first picture, milliseconds. */
  readonly openedAfter: number;
  close(): Promise<void>;
}

/** What is done with a new page before it goes anywhere. */
type Prepare = (page: Page) => Promise<unknown>;

const ready: Prepare = () => Promise.resolve();

async function newPage(browser: Browser, { viewport }: StoredSession): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport });
  return [context, await context.newPage()];
}

/** Opens a session on the embedded page, at a share of its length. */
export async function openProduct(
  browser: Browser,
  address: string,
  session: StoredSession,
  share: number,
  prepare: Prepare = ready,
): Promise<OpenedPage> {
  const [context, page] = await newPage(browser, session);
  await prepare(page);
  const ts = Math.round(timeAt(session, share));
  await page.goto(`${address}/embed/sessions/${session.sessionId}?ts=${ts}`, { waitUntil: "commit" });
  const openedAfter = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const root = document.documentElement;
        const look = () => {
          const state = root.dataset["replayState"];
          if (state === "error") reject(new Error("the session cannot be played"));
          if (state === "paused") resolve(performance.now());
        };
        new MutationObserver(look).observe(root, { attributes: true });
        look();
      }),
  );
  return { page, openedAfter, close: () => context.close() };
}

/** Opens a session on the page that does what everybody does. */
export async function openEverybody(
  browser: Browser,
  session: StoredSession,
  share: number,
  prepare: Prepare = ready,
): Promise<OpenedPage> {
  const [context, page] = await newPage(browser, session);
  await prepare(page);
  await page.goto(`${session.everybody}&at=${share}`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.everybody !== undefined, undefined, { timeout: 300_000 });
  const openedAfter = await page.evaluate(() => window.everybody?.openedAfter ?? Number.NaN);
  return { page, openedAfter, close: () => context.close() };
}

/** Epoch milliseconds at a share of a session. */
export const timeAt = ({ start, end }: StoredSession, share: number): number => start + share * (end - start);
