import type { SegmentStorage } from "../../../storage/stored-segment.ts";

/** The storages to go through, the likelier one first; and where in them a walk is. */
export class WalkPosition {
  readonly #storages: readonly SegmentStorage[];
  #at = 0;
  #paging: string | undefined;
  /** Tokens that were followed in this storage: one that comes again would lead round and round. */
  readonly #followed = new Set<string>();
  #isRestarted = false;

  constructor(storages: readonly SegmentStorage[], paging?: string) {
    this.#storages = storages;
    this.#paging = paging;
  }

  /** Undefined behind the last one. */
  get storage(): SegmentStorage | undefined {
    return this.#storages[this.#at];
  }
  get paging(): string | undefined {
    return this.#paging;
  }
  get isLastStorage(): boolean {
    return this.#at === this.#storages.length - 1;
  }

  /** Goes on with the page of a token; false when it was there before. */
  follow(token: string): boolean {
    if (this.#followed.has(token)) return false;
    this.#followed.add(token);
    this.#paging = token;
    return true;
  }

  nextStorage(): void {
    this.#at += 1;
    this.#paging = undefined;
    this.#followed.clear();
    this.#isRestarted = false;
  }

  /** Begins this storage anew, since its token is not taken any more; false when that was done before. */
  restart(): boolean {
    if (this.#isRestarted || this.#paging === undefined) return false;
    this.#isRestarted = true;
    this.#paging = undefined;
    this.#followed.clear();
    return true;
  }

  /** Behind the last storage: nothing is left to do. */
  end(): void {
    this.#at = this.#storages.length;
  }
}
