/** What a checkpoint holds of a string table. */
export interface StoredStrings {
  /** How many strings the table has; the next one that is added has this number. */
  readonly size: number;
  /** The numbers of `texts`; null: they are the whole table, in order. */
  readonly ids: readonly number[] | null;
  readonly texts: readonly string[];
}

/** A place in the life of a table. */
export interface StringsMark {
  /** Of the strings that the table had at the mark: those that have been looked up since, or all. */
  store(which: "used" | "all"): StoredStrings;
}

/**
 * The strings that the Change format numbers, from one clearing to the next. Of those that a checkpoint says were
 * there before, only some may be known.
 */
export class StringTable {
  /** Strings from this number on are all known, in order. */
  readonly #base: number;
  readonly #texts: string[];
  /** Those before. */
  readonly #early = new Map<number, string>();
  /** Rises with each mark; 0: there is none, and no look-up is noted. */
  #epoch = 0;
  /** The epoch in which each of `#texts` and `#early` was last looked up. */
  #uses: number[] = [];
  readonly #earlyUses = new Map<number, number>();

  constructor(stored: StoredStrings = { size: 0, ids: null, texts: [] }) {
    const { size, ids, texts } = stored;
    this.#base = ids === null ? 0 : size;
    this.#texts = ids === null ? [...texts] : [];
    this.learn(stored);
  }

  get size(): number {
    return this.#base + this.#texts.length;
  }

  /** Of the strings that were there at the checkpoint, only some may be known. */
  get isPartial(): boolean {
    return this.#base > 0;
  }

  add(text: string): void {
    this.#texts.push(text);
    if (this.#epoch > 0) this.#uses.push(0);
  }

  /** The string with this number; undefined when the table has none, or it is not known. */
  find(id: number): string | undefined {
    const isEarly = id < this.#base;
    const text = isEarly ? this.#early.get(id) : this.#texts[id - this.#base];
    if (this.#epoch > 0 && text !== undefined) {
      if (isEarly) this.#earlyUses.set(id, this.#epoch);
      else this.#uses[id - this.#base] = this.#epoch;
    }
    return text;
  }

  /** Adds what another checkpoint of this same table knows of it; one of another table is passed over. */
  learn({ size, ids, texts }: StoredStrings): void {
    if (size !== this.size) return;
    texts.forEach((text, at) => {
      const id = ids === null ? at : (ids[at] ?? this.#base);
      if (id < this.#base) this.#early.set(id, text);
    });
  }

  /** Marks the present place. */
  mark(): StringsMark {
    const { size } = this;
    if (this.#epoch === 0) this.#uses = this.#texts.map(() => 0);
    this.#epoch += 1;
    const since = this.#epoch;
    return {
      store: (which) =>
        which === "all" && this.#base === 0
          ? this.#whole(size)
          : this.#some(size, which === "all" ? 0 : since),
    };
  }

  #whole(size: number): StoredStrings {
    return { size, ids: null, texts: this.#texts.slice(0, size) };
  }

  /** Strings last looked up in or after an epoch; in 0: all that are known. */
  #some(size: number, since: number): StoredStrings {
    const ids: number[] = [];
    const texts: string[] = [];
    for (const [id, text] of this.#early) {
      if ((this.#earlyUses.get(id) ?? 0) < since) continue;
      ids.push(id);
      texts.push(text);
    }
    for (let at = 0; at < size - this.#base; at += 1) {
      if ((this.#uses[at] ?? 0) < since) continue;
      ids.push(this.#base + at);
      texts.push(this.#texts[at] ?? "");
    }
    return { size, ids, texts };
  }
}
