import { createHash } from "node:crypto";
import { unreachable } from "../../base/assert.ts";
import type { ForwardedUpload, Outcome, SendUpload } from "./forwarded-upload.ts";
import type { UploadQueue, WaitingUpload } from "./upload-queue.ts";

/** What a forwarder has done since it was started. */
export interface ForwardFigures {
  readonly waiting: { readonly uploads: number; readonly bytes: number };
  readonly sent: number;
  /** The intake did not want them. */
  readonly refused: number;
  /** The oldest, when more waited than the queue holds. */
  readonly dropped: number;
  /** They waited for longer than an intake takes them. */
  readonly expired: number;
  /** Tries that failed and are made again. */
  readonly failedTries: Readonly<Record<"status" | "network", number>>;
}

interface ForwarderOptions {
  readonly queue: UploadQueue;
  readonly send: SendUpload;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told what a person who runs the server should know, each kind of it at most once a minute. */
  readonly onTrouble: (message: string) => void;
}

/** Uploads of one client stay in order; so many clients do not wait for each other. */
const LANES = 8;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** Datadog takes no RUM events that are older. */
const EXPIRES_AFTER_MS = 24 * 60 * 60_000;

const TROUBLE_EVERY_MS = 60_000;

/**
 * Passes uploads on, those of one client in the order in which they came. One that fails is tried again, with longer
 * and longer pauses, until it is sent, refused, too old, or dropped because too much waits. An upload whose answer was
 * lost, or whose sending was broken off by the end of the process, is sent twice.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #stopped = new AbortController();
  readonly #running = new Map<number, Promise<void>>();
  /** Sequences of what is being sent at this moment. */
  readonly #held = new Set<number>();
  readonly #counts = { sent: 0, refused: 0, dropped: 0, expired: 0 };
  readonly #failedTries = { status: 0, network: 0 };
  readonly #troubles = new Map<string, { told: number; more: number }>();

  /** Goes on at once with what the queue has from before. */
  constructor(options: ForwarderOptions) {
    this.#options = options;
    for (let lane = 0; lane < LANES; lane += 1) this.#wake(lane);
  }

  /** Resolves when the upload is on disk; it is sent in its turn. `client` says which uploads must stay in order. */
  async forward(upload: ForwardedUpload, client: string): Promise<void> {
    const { queue, now } = this.#options;
    const lane = createHash("sha256").update(client).digest().readUInt8(0) % LANES;
    const dropped = await queue.push(upload, { lane, receivedAt: now() }, this.#held);
    if (dropped > 0) {
      this.#counts.dropped += dropped;
      this.#trouble("dropped", "too many uploads wait to be forwarded: the oldest are dropped");
    }
    this.#wake(lane);
  }

  figures(): ForwardFigures {
    return { waiting: this.#options.queue.size(), ...this.#counts, failedTries: { ...this.#failedTries } };
  }

  /** Sends no more; what is being sent is broken off, and stays in the queue. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running.values());
  }

  #wake(lane: number): void {
    if (this.#running.has(lane) || this.#stopped.signal.aborted) return;
    // In a turn of its own: one that finds nothing to do must not end before it is noted as running.
    this.#running.set(
      lane,
      Promise.resolve().then(() => this.#run(lane)),
    );
  }

  async #run(lane: number): Promise<void> {
    const { signal } = this.#stopped;
    for (let failures = 0; !signal.aborted;) {
      try {
        // Nothing comes between the look and the end: what is pushed after it wakes the lane again.
        const next = this.#options.queue.head(lane);
        if (next === null) break;
        const wait = await this.#tryOnce(next, failures);
        failures = wait === null ? 0 : failures + 1;
        if (wait !== null) await this.#options.pause(wait, signal);
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        this.#trouble("queue", `the queue of uploads to forward cannot be used: ${String(error)}`);
        await this.#options.pause(pauseAfter(failures), signal).catch(() => undefined);
      }
    }
    this.#running.delete(lane);
  }

  /** How long to wait before the next try, in milliseconds; null when the upload is done with. */
  async #tryOnce(upload: WaitingUpload, failures: number): Promise<number | null> {
    const { queue, now, send } = this.#options;
    if (now() - upload.receivedAt > EXPIRES_AFTER_MS) {
      this.#counts.expired += 1;
      this.#trouble("expired", "uploads could not be forwarded within a day and are given up");
      await queue.remove(upload.sequence);
      return null;
    }
    this.#held.add(upload.sequence);
    try {
      const outcome = await send(upload, this.#stopped.signal);
      const wait = this.#count(outcome, failures);
      if (wait === null) await queue.remove(upload.sequence);
      return wait;
    } finally {
      this.#held.delete(upload.sequence);
    }
  }

  #count(outcome: Outcome, failures: number): number | null {
    switch (outcome.kind) {
      case "sent":
        this.#counts.sent += 1;
        return null;
      case "refused":
        this.#counts.refused += 1;
        this.#trouble(
          "refused",
          `the intake refuses uploads that are forwarded, with status ${outcome.status}`,
        );
        return null;
      case "failed":
        this.#failedTries[outcome.cause] += 1;
        this.#trouble("failed", `uploads cannot be forwarded now and wait: ${outcome.reason}`);
        return Math.max(outcome.retryAfterMs ?? 0, pauseAfter(failures));
      default:
        return unreachable(outcome);
    }
  }

  #trouble(kind: string, message: string): void {
    const at = this.#options.now();
    const told = this.#troubles.get(kind);
    if (told !== undefined && at - told.told < TROUBLE_EVERY_MS) {
      told.more += 1;
      return;
    }
    const times =
      told === undefined || told.more === 0 ? "" : ` (also ${told.more} times since that was said last)`;
    this.#troubles.set(kind, { told: at, more: 0 });
    this.#options.onTrouble(`${message}${times}`);
  }
}

const pauseAfter = (failures: number) => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
