import { AssetError } from "./asset-error.ts";

export interface TurnLimits {
  /** How many may have a turn at once. */
  readonly inAll: number;
  readonly perHost: number;
  /** How many may wait for one. */
  readonly waiting: number;
}

const DEFAULT_TURN_LIMITS: TurnLimits = { inAll: 32, perHost: 6, waiting: 2_000 };

interface Waiting {
  readonly host: string;
  readonly begin: () => void;
}

/** Who may ask a host now: so many at once, in all and of each host. The others wait in line. */
export class Turns {
  readonly #limits: TurnLimits;
  readonly #hosts = new Map<string, number>();
  #inAll = 0;
  #line: Waiting[] = [];

  constructor(limits: TurnLimits = DEFAULT_TURN_LIMITS) {
    this.#limits = limits;
  }

  /**
   * Waits for a turn at a host. Resolves with what ends the turn.
   * @throws {AssetError} when too many wait already; the signal's reason when it aborts before the turn has come.
   */
  take(host: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (this.#hasRoom(host)) return Promise.resolve(this.#begin(host));
    if (this.#line.length >= this.#limits.waiting)
      return Promise.reject(new AssetError(429, `${this.#line.length} requests wait for their turn already`));
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#line = this.#line.filter((other) => other !== waiting);
        reject(signal.reason as Error);
      };
      const begin = () => {
        signal.removeEventListener("abort", leave);
        resolve(this.#begin(host));
      };
      const waiting: Waiting = { host, begin };
      this.#line.push(waiting);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #hasRoom(host: string): boolean {
    const { inAll, perHost } = this.#limits;
    return this.#inAll < inAll && (this.#hosts.get(host) ?? 0) < perHost;
  }

  #begin(host: string): () => void {
    this.#inAll += 1;
    this.#hosts.set(host, (this.#hosts.get(host) ?? 0) + 1);
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      this.#end(host);
    };
  }

  #end(host: string): void {
    this.#inAll -= 1;
    const left = (this.#hosts.get(host) ?? 0) - 1;
    if (left > 0) this.#hosts.set(host, left);
    else this.#hosts.delete(host);
    // One place has become free: it is for the first who may have it, which hosts that are busy do not hold up.
    const next = this.#line.findIndex((waiting) => this.#hasRoom(waiting.host));
    if (next !== -1) this.#line.splice(next, 1)[0]?.begin();
  }
}
