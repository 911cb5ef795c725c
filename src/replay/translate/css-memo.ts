import type { Addresses } from "./address.ts";

/** Shorter texts are rewritten faster than they are found. */
const SHORTEST = 1_000;
/** Texts are kept up to so many characters in all, and those that were not asked for longest are forgotten. */
const MOST_CHARACTERS = 4_000_000;

interface Rewritten {
  /** What addresses in it were resolved against. */
  readonly base: string;
  readonly css: string;
  /** What was not loaded. */
  readonly refused: readonly string[];
}

/**
 * Long CSS texts and what became of them under one policy of addresses. A page's style sheets are the same in each of
 * its pictures, each of which is made by another decoder.
 */
export class CssMemo {
  readonly #kept = new Map<string, Rewritten>();
  #characters = 0;

  /** What `rewrite` makes of a text, or has made of it before. */
  take(css: string, addresses: Addresses, rewrite: (css: string) => string): string {
    if (css.length < SHORTEST) return rewrite(css);
    const known = this.#kept.get(css);
    this.#forget(css);
    if (known?.base === addresses.base) {
      for (const address of known.refused) addresses.refuse(address);
      this.#keep(css, known);
      return known.css;
    }
    const { value, refused } = addresses.noting(() => rewrite(css));
    this.#keep(css, { base: addresses.base, css: value, refused });
    return value;
  }

  #keep(css: string, rewritten: Rewritten): void {
    this.#kept.set(css, rewritten);
    this.#characters += css.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#forget(oldest);
    }
  }

  #forget(css: string): void {
    if (this.#kept.delete(css)) this.#characters -= css.length;
  }
}
