import type { Replayer } from "./rrweb-player.ts";

/** After so long without a drawn frame the page was not slow but asleep: the machine was, or the tab was frozen. */
const SLEEP_MS = 3_000;

/** Of the time that was slept rrweb's timer would play all at once; from now on it goes on from where it was. */
export function forgetSleep(timer: Replayer["timer"]): void {
  const check = timer.rafCheck.bind(timer);
  timer.rafCheck = () => {
    const now = performance.now();
    if (now - timer.lastTimestamp > SLEEP_MS) timer.lastTimestamp = now;
    check();
  };
}
