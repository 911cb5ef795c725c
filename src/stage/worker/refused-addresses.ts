/** More are not told apart: a hostile recording may name millions. */
const MOST_COUNTED = 10_000;
/** Addresses that begin with the same so many characters count as one. */
const MOST_CHARACTERS = 500;

/** Counts the addresses that are not loaded, each once, over all views of a session. */
export class RefusedAddresses {
  readonly #addresses = new Set<string>();
  #hasMore = false;
  #told = 0;

  readonly add = (address: string): void => {
    const kept = address.slice(0, MOST_CHARACTERS);
    if (this.#addresses.size < MOST_COUNTED) this.#addresses.add(kept);
    else if (!this.#addresses.has(kept)) this.#hasMore = true;
  };

  /** How many there are, when that was not said already. */
  news(): { readonly count: number; readonly hasMore: boolean } | null {
    const count = this.#addresses.size;
    const known = this.#hasMore ? count + 1 : count;
    if (known === this.#told) return null;
    this.#told = known;
    return { count, hasMore: this.#hasMore };
  }
}
