import type { Browser, Page } from "playwright";
import { z } from "zod";

const traceSchema = z.object({
  traceEvents: z.array(
    z.looseObject({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      dur: z.number().optional(),
      /** Of the duration, how long the thread ran. */
      tdur: z.number().optional(),
    }),
  ),
});
type TraceEvent = z.infer<typeof traceSchema>["traceEvents"][number];

/** Tasks of a page's main thread. Milliseconds. */
export interface MainThread {
  readonly longest: number;
  /** How many took over 50 ms, the bound of a "long task". */
  readonly long: number;
  /** The longest time that the processor worked on one task: without what others took from the thread meanwhile. */
  readonly mostWork: number;
}

const LONG_MS = 50;
const MARK = "the page that is measured";
const CATEGORIES = ["toplevel", "blink.user_timing"];

/**
 * Traces the browser while `run` goes on. Only the page's own thread counts: browsers have pages of theirs. `run` must
 * not have Playwright look for elements, which is done on that thread too.
 */
export async function mainThreadWhile(
  browser: Browser,
  page: Page,
  run: () => Promise<void>,
): Promise<MainThread> {
  await browser.startTracing(undefined, { categories: CATEGORIES });
  await page.evaluate((mark) => performance.mark(mark), MARK);
  await run();
  const { traceEvents } = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString()));
  const marked = traceEvents.find(({ name }) => name === MARK);
  if (marked === undefined) throw new Error("the browser's trace has nothing of the page");
  const tasks = traceEvents.filter((each) => isTask(each) && threadOf(each) === threadOf(marked));
  const most = (ofTask: (task: TraceEvent) => number | undefined) =>
    tasks.reduce((found, task) => Math.max(found, (ofTask(task) ?? 0) / 1000), 0);
  return {
    longest: most(({ dur }) => dur),
    long: tasks.filter(({ dur = 0 }) => dur / 1000 > LONG_MS).length,
    mostWork: most(({ tdur }) => tdur),
  };
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
const isTask = ({ name, ph }: TraceEvent) => ph === "X" && name === "ThreadControllerImpl::RunTask";

/** Long tasks by whose script or layout they were; milliseconds of the longest, 0 when none was over 50. */
export interface LongTasks {
  /** The page's own. */
  readonly own: number;
  /** Of frames in it: the stage, and the recorded page in that. */
  readonly frames: number;
}

/** Notes long tasks of a page from now on; the function that is returned tells the longest. */
export async function watchLongTasks(page: Page): Promise<() => Promise<LongTasks>> {
  const noted = await page.evaluateHandle(() => {
    const longest = { own: 0, frames: 0 };
    const observer = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        const whose = name === "self" ? "own" : "frames";
        longest[whose] = Math.max(longest[whose], duration);
      }
    });
    observer.observe({ type: "longtask" });
    return longest;
  });
  return () => noted.jsonValue();
}
