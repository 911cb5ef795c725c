import { Worker } from "node:worker_threads";
import type { KeyframeSpacing } from "../../replay/view/view-scan.ts";
import type { FeedItem, Resume, ThreadReply, ThreadReport, ThreadRequest } from "./thread-messages.ts";
import type { SegmentSpan } from "../../replay/view/segment-span.ts";

/** What a thread may take, for a view. */
export interface ThreadLimits {
  /** MiB of objects. */
  readonly memory: number;
  /** Milliseconds for one message, which carries a few megabytes at most. */
  readonly messageMs: number;
}

/** The thread ended, or was ended, over what it was fed: another one would do no better. */
export class ScanFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ScanFailure";
  }
}

/**
 * A thread that scans one view. A view that takes more time or memory than it may ends the thread, and the call in hand
 * rejects with a `ScanFailure`; an abort ends it too, and the call rejects with its reason.
 */
export class ScanThread {
  readonly #worker: Worker;
  readonly #messageMs: number;
  readonly #signal: AbortSignal;
  readonly #abort = () => this.#end(this.#signal.reason);
  #settle: { resolve(reply: ThreadReply): void; reject(reason: unknown): void } | null = null;
  #ended: { readonly reason: unknown } | null = null;

  /** `program`: where `scan.thread.ts` is, built. */
  constructor(program: URL, { memory, messageMs }: ThreadLimits, signal: AbortSignal) {
    signal.throwIfAborted();
    this.#messageMs = messageMs;
    this.#signal = signal;
    this.#worker = new Worker(program, {
      resourceLimits: { maxOldGenerationSizeMb: memory },
      // Nothing of the server's settings is for it.
      env: {},
      execArgv: [],
    });
    signal.addEventListener("abort", this.#abort);
    this.#worker.on("message", (reply: ThreadReply) => this.#settle?.resolve(reply));
    this.#worker.on("error", (cause: Error) => this.#end(new ScanFailure(cause.message, { cause })));
    this.#worker.on("exit", () => this.#end(new ScanFailure("the thread ended")));
  }

  /** Begins with a view: at its start, or where another thread left it. */
  async begin(viewId: string, spacing: KeyframeSpacing, resume: Resume | null): Promise<void> {
    await this.#ask({ type: "begin", viewId, spacing, resume });
  }

  /** Scans what comes next. */
  async feed(items: readonly FeedItem[]): Promise<void> {
    await this.#ask({ type: "feed", items });
  }

  /** What was found out so far; `complete`: nothing more comes of the view, which lasted from when to when. */
  async report(complete: boolean, view: SegmentSpan): Promise<ThreadReport> {
    const reply = await this.#ask({ type: "report", complete, view });
    if (reply.type !== "report") throw new Error("the thread gave no report");
    return reply.report;
  }

  /** Ends the thread; resolves when it has ended. */
  async close(): Promise<void> {
    this.#end(new Error("the thread was closed"));
    await this.#worker.terminate();
  }

  #ask(request: ThreadRequest): Promise<ThreadReply> {
    let timer: NodeJS.Timeout | undefined;
    const reply = new Promise<ThreadReply>((resolve, reject) => {
      if (this.#ended !== null) throw this.#ended.reason;
      this.#settle = { resolve, reject };
      const overdue = () => this.#end(new ScanFailure(`it took longer than ${this.#messageMs} ms`));
      timer = setTimeout(overdue, this.#messageMs);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      this.#worker.postMessage(request);
    });
    return reply.finally(() => {
      clearTimeout(timer);
      this.#settle = null;
    });
  }

  #end(reason: unknown): void {
    if (this.#ended !== null) return;
    this.#ended = { reason };
    this.#signal.removeEventListener("abort", this.#abort);
    this.#settle?.reject(reason);
    void this.#worker.terminate();
  }
}
