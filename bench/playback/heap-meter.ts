import type { Page } from "playwright";

/** Bytes that V8 holds for a page's workers and for the page itself (its frames of one origin share a heap). */
export interface Heaps {
  readonly page: number;
  readonly workers: number;
}

interface HeapUsage {
  readonly usedSize: number;
  /** Of array buffers and the like. */
  readonly backingStorageSize?: number;
}

const bytesOf = ({ usedSize, backingStorageSize = 0 }: HeapUsage) => usedSize + backingStorageSize;

/** Measures heaps by the browser's debugging protocol, after a collection of garbage. Make it before the page is opened. */
export async function heapMeter(page: Page): Promise<() => Promise<Heaps>> {
  const session = await page.context().newCDPSession(page);
  const workers = new Set<string>();
  const waiting = new Map<string, (result: unknown) => void>();
  let requests = 0;
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") workers.add(sessionId);
  });
  session.on("Target.detachedFromTarget", ({ sessionId }) => workers.delete(sessionId));
  session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
    const { id, result } = JSON.parse(message) as { readonly id?: number; readonly result?: unknown };
    waiting.get(`${sessionId} ${id}`)?.(result);
  });
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });

  // Workers are reached through the page's session: Playwright gives none of their own.
  const ask = async (sessionId: string, method: string): Promise<unknown> => {
    const id = (requests += 1);
    const answer = new Promise<unknown>((resolve) => waiting.set(`${sessionId} ${id}`, resolve));
    await session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
    return answer;
  };
  return async () => {
    let inWorkers = 0;
    for (const worker of workers) {
      await ask(worker, "HeapProfiler.collectGarbage");
      inWorkers += bytesOf((await ask(worker, "Runtime.getHeapUsage")) as HeapUsage);
    }
    await session.send("HeapProfiler.collectGarbage");
    return { page: bytesOf(await session.send("Runtime.getHeapUsage")), workers: inWorkers };
  };
}
