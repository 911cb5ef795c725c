import { Worker } from "node:worker_threads";
import { deferred } from "../../base/deferred.ts";
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

/** How long a thread that is stopped may take for what it has in hand, in milliseconds. */
const GRACE_MS = 10_000;

/** The thread ended, or was ended, over what it was fed: another one would do no better. */
export class ScanFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ScanFailure";
  }
}

/**
 * A thread that scans one view. A view that takes more time or memory than it may ends the thread, and the call in hand
 * rejects with a `ScanFailure`; an abort ends it too, and the call rejects with its reason. A thread that is stopped
 * finishes the message in hand first: ended in the middle of zlib's work, it takes the whole process with it
 * (`CompressionStream::Close` asserts).
 */
export class ScanThread {
  readonly #worker: Worker;
  readonly #messageMs: number;
  readonly #signal: AbortSignal;
  readonly #abort = () => void this.#end(this.#signal.reason);
  #settle: { resolve(reply: ThreadReply): void; reject(reason: unknown): void } | null = null;
  #ended: { readonly reason: unknown; readonly stopped: Promise<void> } | null = null;
  /** Resolves when nothing is in hand. */
  #answered = deferred();

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
    this.#answered.resolve();
    signal.addEventListener("abort", this.#abort);
    this.#worker.on("message", (reply: ThreadReply) => {
      this.#answered.resolve();
      this.#settle?.resolve(reply);
    });
    this.#worker.on("error", (cause: Error) => this.#fail(new ScanFailure(cause.message, { cause })));
    this.#worker.on("exit", () => this.#fail(new ScanFailure("the thread ended")));
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
    await this.#end(new Error("the thread was closed"));
  }

  #ask(request: ThreadRequest): Promise<ThreadReply> {
    let timer: NodeJS.Timeout | undefined;
    const reply = new Promise<ThreadReply>((resolve, reject) => {
      if (this.#ended !== null) throw this.#ended.reason;
      this.#settle = { resolve, reject };
      this.#answered = deferred();
      const overdue = () => this.#fail(new ScanFailure(`it took longer than ${this.#messageMs} ms`));
      timer = setTimeout(overdue, this.#messageMs);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      this.#worker.postMessage(request);
    });
    return reply.finally(() => {
      clearTimeout(timer);
      this.#settle = null;
    });
  }

  /** What is in hand will not be finished. */
  #fail(failure: ScanFailure): void {
    this.#answered.resolve();
    void this.#end(failure);
  }

  #end(reason: unknown): Promise<void> {
    if (this.#ended === null) {
      this.#ended = { reason, stopped: this.#stop() };
      this.#signal.removeEventListener("abort", this.#abort);
      this.#settle?.reject(reason);
    }
    return this.#ended.stopped;
  }

  async #stop(): Promise<void> {
    const timer = setTimeout(() => this.#answered.resolve(), GRACE_MS);
    await this.#answered.promise;
    clearTimeout(timer);
    await this.#worker.terminate();
  }
}
