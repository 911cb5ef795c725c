import type { Clock } from "./clock.ts";
import { readLimitHeaders } from "./rate-limit.ts";

/** `now`: a person waits for it. `soon`: is needed if they go on. `later`: nobody waits. */
export type Priority = "now" | "soon" | "later";

/** What requests of a site are waiting for at this moment. Times are epoch milliseconds of this server. */
export interface Waiting {
  /** `rate-limit`: Datadog allows no more requests until then. `failure`: it is asked again then. */
  readonly reason: "rate-limit" | "failure";
  /** For people: what Datadog calls the limit, or how it failed. */
  readonly about: string;
  readonly since: number;
  readonly until: number;
  /** How many requests wait. */
  readonly requests: number;
}

/** A limit of Datadog's, as far as it was told. */
interface Limit {
  name: string;
  most: number | undefined;
  remaining: number | undefined;
  periodMs: number;
  resetAt: number;
  blockedSince: number;
  blockedUntil: number;
  inFlight: number;
}

interface Queued {
  readonly endpoint: string;
  readonly rank: number;
  readonly start: () => void;
}

const RANKS: Readonly<Record<Priority, number>> = { now: 0, soon: 1, later: 2 };

/** The least that is waited after a 429, and what is waited at first when it does not say how long. */
const SHORTEST_WAIT_MS = 1000;
const LONGEST_GUESS_MS = 60_000;

/**
 * Lets requests of one site through: the urgent ones first, so many at a time, and none beyond what Datadog says is
 * left. Endpoints have limits of their own unless Datadog gives them the same name.
 */
export class RequestBudget {
  readonly #clock: Clock;
  readonly #atOnce: number;
  readonly #limits = new Map<string, Limit>();
  readonly #refusals = new Map<string, number>();
  readonly #closed = new AbortController();
  #queue: Queued[] = [];
  #inFlight = 0;
  #wakesAt = Infinity;

  constructor(clock: Clock, atOnce: number) {
    this.#clock = clock;
    this.#atOnce = atOnce;
  }

  /** Resolves when a request to this endpoint may be sent; `leave` must follow. */
  enter(endpoint: string, priority: Priority, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const quit = () => {
        this.#queue = this.#queue.filter((other) => other !== queued);
        reject(signal.reason as Error);
      };
      const start = () => {
        signal.removeEventListener("abort", quit);
        resolve();
      };
      const queued: Queued = { endpoint, rank: RANKS[priority], start };
      signal.addEventListener("abort", quit, { once: true });
      this.#queue.push(queued);
      this.#advance();
    });
  }

  /** A request is over: answered with these headers, or not at all. */
  leave(endpoint: string, answer: { readonly status: number; readonly headers: Headers } | null): void {
    this.#inFlight -= 1;
    const sent = this.#limitOf(endpoint);
    sent.inFlight -= 1;
    if (answer !== null) this.#learn(endpoint, answer);
    this.#advance();
  }

  /** What is waited for; null while nothing has to. */
  waiting(): Waiting | null {
    const now = this.#clock.now();
    const held = this.#queue.filter(({ endpoint }) => freeAt(this.#limitOf(endpoint), now) > now);
    const [first] = held;
    if (first === undefined) return null;
    const limit = this.#limitOf(first.endpoint);
    return {
      reason: "rate-limit",
      about: limit.name,
      since: limit.blockedSince,
      until: freeAt(limit, now),
      requests: held.length,
    };
  }

  /** Ends the wait for the next period; what is queued is never let through. */
  close(): void {
    this.#closed.abort();
  }

  #limitOf(endpoint: string): Limit {
    const known = this.#limits.get(endpoint);
    if (known !== undefined) return known;
    const limit: Limit = {
      name: endpoint,
      most: undefined,
      remaining: undefined,
      periodMs: 0,
      resetAt: 0,
      blockedSince: 0,
      blockedUntil: 0,
      inFlight: 0,
    };
    this.#limits.set(endpoint, limit);
    return limit;
  }

  #learn(endpoint: string, { status, headers }: { status: number; headers: Headers }): void {
    const now = this.#clock.now();
    const said = readLimitHeaders(headers, now);
    const limit = this.#named(endpoint, said.name);
    if (said.limit !== undefined) limit.most = said.limit;
    if (said.periodMs !== undefined) limit.periodMs = said.periodMs;
    if (said.remaining !== undefined && said.resetMs !== undefined) {
      // Those under way may be counted already or not: it is not asked too much when they are taken for not.
      limit.remaining = Math.max(0, said.remaining - limit.inFlight);
      limit.resetAt = now + said.resetMs;
      if (limit.remaining === 0) limit.blockedSince = now;
    }
    if (status !== 429) return void this.#refusals.delete(endpoint);
    const refusals = (this.#refusals.get(endpoint) ?? 0) + 1;
    this.#refusals.set(endpoint, refusals);
    const guess = Math.min(LONGEST_GUESS_MS, SHORTEST_WAIT_MS * 2 ** refusals);
    const wait = Math.max(SHORTEST_WAIT_MS, said.retryMs ?? said.resetMs ?? guess);
    if (limit.blockedUntil <= now) limit.blockedSince = now;
    limit.blockedUntil = Math.max(limit.blockedUntil, now + wait);
  }

  /** The endpoint's limit under the name that Datadog gives it; another endpoint's with that name is the same. */
  #named(endpoint: string, name: string | undefined): Limit {
    const own = this.#limitOf(endpoint);
    if (name === undefined || own.name === name) return own;
    const same = [...this.#limits.values()].find((other) => other !== own && other.name === name);
    if (same === undefined) {
      own.name = name;
      return own;
    }
    same.inFlight += own.inFlight;
    this.#limits.set(endpoint, same);
    return same;
  }

  #advance(): void {
    const now = this.#clock.now();
    const waits: number[] = [];
    for (const queued of this.#queue.toSorted((a, b) => a.rank - b.rank)) {
      if (this.#inFlight >= this.#atOnce || this.#closed.signal.aborted) return;
      const limit = this.#limitOf(queued.endpoint);
      const at = freeAt(limit, now);
      if (at > now) waits.push(at);
      else this.#start(queued, limit, now);
    }
    if (waits.length > 0) this.#wakeAt(Math.min(...waits), now);
  }

  #start(queued: Queued, limit: Limit, now: number): void {
    this.#queue = this.#queue.filter((other) => other !== queued);
    if (limit.resetAt <= now && limit.most !== undefined) {
      // A new period. When it ends is a guess until an answer says it.
      limit.remaining = limit.most;
      limit.resetAt = now + limit.periodMs;
    }
    if (limit.remaining !== undefined) {
      limit.remaining -= 1;
      if (limit.remaining <= 0) limit.blockedSince = now;
    }
    limit.inFlight += 1;
    this.#inFlight += 1;
    queued.start();
  }

  #wakeAt(at: number, now: number): void {
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    const woken = () => {
      if (this.#wakesAt === at) this.#wakesAt = Infinity;
      this.#advance();
    };
    this.#clock.wait(at - now, this.#closed.signal).then(woken, () => undefined);
  }
}

/** When a request may be sent; `now` or before: at once. */
function freeAt({ blockedUntil, remaining, resetAt }: Limit, now: number): number {
  const spent = remaining !== undefined && remaining <= 0 && resetAt > now;
  return Math.max(blockedUntil, spent ? resetAt : 0);
}
