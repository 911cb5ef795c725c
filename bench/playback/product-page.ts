import type { Browser, Page } from "playwright";
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

/** Goes to an address in a context of its own; `opened` gives how long it took until there was a picture. */
async function openAt(
  browser: Browser,
  { viewport }: StoredSession,
  address: string,
  prepare: Prepare,
  opened: (page: Page) => Promise<number>,
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await prepare(page);
  await page.goto(address, { waitUntil: "commit" });
  return { page, openedAfter: await opened(page), close: () => context.close() };
}

/** Opens a session on the embedded page, at a share of its length. */
export function openProduct(
  browser: Browser,
  address: string,
  session: StoredSession,
  share: number,
  prepare: Prepare = ready,
): Promise<OpenedPage> {
  const ts = Math.round(timeAt(session, share));
  const at = `${address}/embed/sessions/${session.sessionId}?ts=${ts}`;
  return openAt(browser, session, at, prepare, (page) =>
    page.evaluate(
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
    ),
  );
}

/** Opens a session on the page that does what everybody does. */
export function openEverybody(
  browser: Browser,
  session: StoredSession,
  share: number,
  prepare: Prepare = ready,
): Promise<OpenedPage> {
  return openAt(browser, session, `${session.everybody}&at=${share}`, prepare, async (page) => {
    await page.waitForFunction(() => window.everybody !== undefined, undefined, { timeout: 300_000 });
    return page.evaluate(() => window.everybody?.openedAfter ?? Number.NaN);
  });
}

/** Epoch milliseconds at a share of a session. */
export const timeAt = ({ start, end }: StoredSession, share: number): number => start + share * (end - start);
