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
      args: z.looseObject({ name: z.string().optional() }).optional(),
    }),
  ),
});
type TraceEvent = z.infer<typeof traceSchema>["traceEvents"][number];

/** Tasks of the main threads of all pages. Milliseconds. */
export interface MainThread {
  readonly longest: number;
  /** How many took over 50 ms, the bound of a "long task". */
  readonly long: number;
}

const LONG_MS = 50;

/** Traces the browser while `run` goes on. Only the page that is measured may be open. */
export async function mainThreadWhile(browser: Browser, run: () => Promise<void>): Promise<MainThread> {
  await browser.startTracing(undefined, { categories: ["toplevel", "__metadata"] });
  await run();
  const { traceEvents } = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString()));
  const threads = new Set(traceEvents.filter(isRendererMain).map(threadOf));
  const tasks = traceEvents.filter(
    (event) => event.ph === "X" && isTask(event) && threads.has(threadOf(event)),
  );
  const durations = tasks.map(({ dur = 0 }) => dur / 1000);
  return {
    longest: durations.reduce((a, b) => Math.max(a, b), 0),
    long: durations.filter((each) => each > LONG_MS).length,
  };
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
const isRendererMain = ({ name, args }: TraceEvent) =>
  name === "thread_name" && args?.name === "CrRendererMain";
const isTask = ({ name }: TraceEvent) => name.endsWith("RunTask");

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
