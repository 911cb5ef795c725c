import { Refusal } from "./refusal.ts";

/** How many bytes of bodies are in memory, of all uploads in hand together. */
export class HeldBytes {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs `work`; what it takes counts until it has ended. `take` refuses what is too much for now. */
  async during<T>(work: (take: (bytes: number) => void) => Promise<T>): Promise<T> {
    let own = 0;
    const take = (bytes: number): void => {
      if (this.#held + bytes > this.#most) {
        throw new Refusal(503, ["too many uploads at the same time; send it again later"]);
      }
      own += bytes;
      this.#held += bytes;
    };
    try {
      return await work(take);
    } finally {
      this.#held -= own;
    }
  }
}
