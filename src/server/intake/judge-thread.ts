import { Worker } from "node:worker_threads";
import type { Judge, WholeUpload, Verdict } from "./judge-upload.ts";
import type { IntakeLimits } from "./limits.ts";

/** MiB of objects: several times what the values of a text within the limits take. */
const MEMORY = 1024;

/** The verdict on an upload that took all of the thread's memory: another thread would do no better. */
const TOO_COSTLY: Verdict = {
  kind: "refused",
  status: 413,
  errors: ["it takes more memory to read than an upload may"],
};

/** Judges uploads one after the other in a thread, which starts with the first. */
export class JudgeThread {
  readonly #program: URL;
  readonly #limits: IntakeLimits;
  readonly #memory: number;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #settle: { resolve(verdict: Verdict): void; reject(reason: unknown): void } | null = null;
  #isClosed = false;

  /** `program`: where `judge.thread.ts` is, built. */
  constructor(program: URL, limits: IntakeLimits, memory: number = MEMORY) {
    this.#program = program;
    this.#limits = limits;
    this.#memory = memory;
  }

  readonly judge: Judge = (upload) => {
    const verdict = this.#last.then(() => this.#ask(upload));
    // The next one is judged whatever became of this one.
    this.#last = verdict.catch(() => undefined);
    return verdict;
  };

  /** Ends the thread; what is in hand or waits rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #ask(upload: WholeUpload): Promise<Verdict> {
    return new Promise<Verdict>((resolve, reject) => {
      if (this.#isClosed) throw new Error("the intake is closed");
      this.#settle = { resolve, reject };
      this.#worker ??= this.#start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      this.#worker.postMessage(upload);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#program, {
      workerData: this.#limits,
      resourceLimits: { maxOldGenerationSizeMb: this.#memory },
      // Nothing of the server's settings is for it.
      env: {},
      execArgv: [],
    });
    worker.on("message", (verdict: Verdict) => this.#settle?.resolve(verdict));
    worker.on("error", (error: NodeJS.ErrnoException) => {
      this.#worker = null;
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") this.#settle?.resolve(TOO_COSTLY);
      else this.#settle?.reject(error);
    });
    worker.on("exit", () => {
      // After an error, there may be another thread by now.
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#settle?.reject(new Error("the thread that judges uploads ended"));
    });
    return worker;
  }
}
