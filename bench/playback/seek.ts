import type { Page } from "playwright";

/** Milliseconds of each seek on the embedded page, until it says that the seek is finished. Times are epoch ms. */
export const seekProduct = (page: Page, times: readonly number[]): Promise<number[]> =>
  page.evaluate(async (targets) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- This runs in the page, where nothing outside is known.
    const seek = (ts: number) =>
      new Promise<number>((resolve) => {
        const started = performance.now();
        const receive = ({ data }: MessageEvent<{ type?: string; state?: string; ts?: number }>) => {
          if (data.type !== "replay:state" || data.state === "loading" || data.ts !== ts) return;
          window.removeEventListener("message", receive);
          resolve(performance.now() - started);
        };
        window.addEventListener("message", receive);
        window.postMessage({ type: "replay:seek", ts }, "*");
      });
    const spent: number[] = [];
    for (const ts of targets) spent.push(await seek(ts));
    return spent;
  }, times);

/** Milliseconds of each seek with `goto`; as many as begin within `budgetMs`, and one at least. */
export const seekEverybody = (page: Page, shares: readonly number[], budgetMs: number): Promise<number[]> =>
  page.evaluate(
    async ({ targets, budget }) => {
      const spent: number[] = [];
      const until = performance.now() + budget;
      for (const share of targets) {
        spent.push((await window.everybody?.seek(share)) ?? Number.NaN);
        if (performance.now() > until) break;
      }
      return spent;
    },
    { targets: shares, budget: budgetMs },
  );
