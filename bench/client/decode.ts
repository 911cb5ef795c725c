import type { FromWorker, ToWorker } from "../../src/stage/worker/protocol.ts";
import { decodeSegmentPage } from "../../src/wire/segment-page.ts";

// Times how long a worker takes for segments, from the first message to the last answer.

/** Milliseconds for all views, one after the other. */
export interface DecodeTimes {
  /** In a worker that has decoded nothing yet. */
  readonly first: number;
  /** In the same worker, a second time. */
  readonly again: number;
}

export interface DecodeTimer {
  /** `views` are addresses of pages of segments; `worker` is the product's. */
  time(
    views: readonly string[],
    worker: string,
  ): Promise<{ readonly product: DecodeTimes; readonly floor: DecodeTimes }>;
}

type Segments = readonly { readonly index: number; readonly bytes: Uint8Array }[];

const transferable = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;

/** Resolves when a worker has sent `count` messages that satisfy `when`. */
function told(
  worker: Worker,
  count: number,
  when: (message: FromWorker) => boolean = () => true,
): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const receive = ({ data }: MessageEvent<FromWorker>) => {
      if (when(data)) left -= 1;
      if (left > 0) return;
      worker.removeEventListener("message", receive);
      resolve();
    };
    worker.addEventListener("message", receive);
  });
}

async function throughProduct(worker: Worker, viewId: string, segments: Segments): Promise<number> {
  const post = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const view = { start: 0, end: Number.MAX_SAFE_INTEGER };
  const spans = segments.map(({ index }) => ({ index, ...view, hasFullSnapshot: false }));
  const listed = told(worker, 1);
  post({ type: "index", viewId, view, segments: spans, complete: true, keyframes: undefined });
  await listed;
  const copies = segments.map(({ index, bytes }) => ({ index, bytes: transferable(bytes) }));
  const done = told(
    worker,
    1,
    (message) =>
      message.type === "facts" && message.facts.viewId === viewId && message.facts.completeUntil === Infinity,
  );
  const started = performance.now();
  for (const { index, bytes } of copies) post({ type: "segment", viewId, index, bytes }, [bytes]);
  await done;
  return performance.now() - started;
}

async function throughFloor(worker: Worker, _viewId: string, segments: Segments): Promise<number> {
  const copies = segments.map(({ bytes }) => transferable(bytes));
  const done = told(worker, segments.length);
  const started = performance.now();
  for (const bytes of copies) worker.postMessage({ bytes }, [bytes]);
  await done;
  return performance.now() - started;
}

async function twice(
  worker: Worker,
  views: readonly Segments[],
  run: typeof throughFloor,
): Promise<DecodeTimes> {
  const times: number[] = [];
  for (const round of [0, 1]) {
    let sum = 0;
    for (const [place, segments] of views.entries()) sum += await run(worker, `${round}-${place}`, segments);
    times.push(sum);
  }
  worker.terminate();
  const [first = 0, again = 0] = times;
  return { first, again };
}

window.decodeTimer = {
  async time(addresses, address) {
    const views: Segments[] = [];
    for (const view of addresses) {
      views.push(decodeSegmentPage(new Uint8Array(await (await fetch(view)).arrayBuffer())));
    }
    const floor = new Worker(new URL("./floor.worker.ts", import.meta.url), { type: "module" });
    // The first answer says that it runs.
    await throughFloor(floor, "", views.flat().slice(0, 1));
    const product = new Worker(address, { type: "module" });
    product.postMessage({ type: "begin", assets: "off", isStills: false } satisfies ToWorker, []);
    return {
      floor: await twice(floor, views, throughFloor),
      product: await twice(product, views, throughProduct),
    };
  },
};
