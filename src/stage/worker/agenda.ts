/** A piece of work; false: there was nothing to do. */
export type Work = () => Promise<boolean>;

/**
 * One thing after the other: first what was asked for, in order; while nothing is asked for, a step of what can wait.
 */
export class Agenda {
  readonly #urgent: (() => Promise<void>)[] = [];
  readonly #idle: Work;
  #running = false;

  /** `idle` does a step of what can wait. */
  constructor(idle: Work) {
    this.#idle = idle;
  }

  /** Adds a task, to be done after those that were asked for before. It does not reject. */
  ask(task: () => Promise<void>): void {
    this.#urgent.push(task);
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      const task = this.#urgent.shift();
      if (task !== undefined) await task();
      else if (!(await this.#idle())) break;
      // Messages that came meanwhile are taken before the next step.
      await turn();
    }
    this.#running = false;
  }
}

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.addEventListener("message", () => waiting.shift()?.());
port1.start();

/** Lets messages in: a message to oneself comes after those that wait already. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
