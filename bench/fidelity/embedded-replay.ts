import type { Page } from "playwright";

// The embedded page of one session, driven as another tool would: by its address and by the messages that are
// promised to the outside.

/** Up to this near its end a stretch is played fast; the rest at the recording's own speed, to stop where it should. */
const NEAR_MS = 600;
const POLL_MS = 20;

interface State {
  readonly state: string;
  readonly ts: number;
}

/** One session on a page. Times are epoch milliseconds. */
export class EmbeddedReplay {
  readonly #page: Page;
  readonly #address: string;

  /** `product` is the server's address, `source` the id of the source that has the session. */
  constructor(page: Page, product: string, { sessionId, source }: { sessionId: string; source: string }) {
    this.#page = page;
    this.#address = `${product}/embed/sessions/${sessionId}?source=${source}`;
  }

  /** Opens the page anew at a time, and resolves when the picture is complete. */
  async open(viewId: string, ts: number): Promise<void> {
    await this.#page.goto(`${this.#address}&view=${viewId}&ts=${ts}`);
    await this.#page.locator("html[data-replay-state=paused], html[data-replay-state=ended]").waitFor();
  }

  /** Goes to a time of the session that is open, and resolves when the picture is complete. */
  async seek(ts: number): Promise<void> {
    await this.#page.evaluate(seek, ts);
  }

  /** Plays what is open at `speed` up to `ts` and pauses there; resolves with the time at which it stands then. */
  async playTo(ts: number, speed: number): Promise<number> {
    return this.#page.evaluate(play, { to: ts, speed, near: NEAR_MS, poll: POLL_MS });
  }

  /** A picture of what is shown. */
  async picture(): Promise<Buffer> {
    return this.#page.screenshot();
  }
}

// What follows runs in the page, and is whole in itself.

function seek(ts: number): Promise<void> {
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent<unknown>) => {
      const { type, state } = data as { type?: string } & State;
      if (type !== "replay:state" || (state !== "paused" && state !== "ended")) return;
      window.removeEventListener("message", hear);
      resolve();
    };
    window.addEventListener("message", hear);
    window.postMessage({ type: "replay:seek", ts }, "*");
  });
}

function play({
  to,
  speed,
  near,
  poll,
}: {
  to: number;
  speed: number;
  near: number;
  poll: number;
}): Promise<number> {
  return new Promise((resolve) => {
    let rate = speed;
    const hear = ({ data }: MessageEvent<unknown>) => {
      const { type, state, ts } = data as { type?: string } & State;
      if (type !== "replay:state") return;
      if (ts > to - near) rate = 1;
      if (state === "playing" && ts >= to - poll) window.postMessage({ type: "replay:pause" }, "*");
      const stands = state === "ended" || (state === "paused" && ts >= to - poll);
      if (!stands) return;
      clearInterval(asking);
      window.removeEventListener("message", hear);
      resolve(ts);
    };
    window.addEventListener("message", hear);
    // Each message of speed is answered with the state, and the time with it.
    const asking = setInterval(() => window.postMessage({ type: "replay:speed", speed: rate }, "*"), poll);
    window.postMessage({ type: "replay:speed", speed }, "*");
    window.postMessage({ type: "replay:play" }, "*");
  });
}
