import type { SegmentPage } from "./segment-page.ts";

/** Most bytes of all pages together. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Addresses that are remembered. */
const MOST_ASKED = 4096;

/** A larger page is not kept: it would drive out many that are asked for as often. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/** Pages that never change, in memory, by address. Those that were sent longest ago go when there are too many. */
export class KeptPages {
  /** In order of sending. */
  readonly #pages = new Map<string, SegmentPage>();
  readonly #mostBytes: number;
  /** Addresses of pages that cost little to make, in the order in which they were first asked for. */
  readonly #asked = new Set<string>();
  #bytes = 0;

  constructor(mostBytes: number = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** The page of an address: its path and query. */
  find(address: string): SegmentPage | undefined {
    const page = this.#pages.get(address);
    if (page === undefined) return undefined;
    this.#pages.delete(address);
    this.#pages.set(address, page);
    return page;
  }

  /** Keeps a page, unless it may change or is large. */
  keep(address: string, page: SegmentPage): void {
    if (!page.final || weight(address, page) > LARGEST_BYTES) return;
    this.#drop(address);
    this.#pages.set(address, page);
    this.#bytes += weight(address, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  /**
   * Keeps a page that costs little to make when it is made for the second time: most are asked for once, and to hold
   * them for a while costs more than they did.
   */
  keepIfAskedAgain(address: string, page: SegmentPage): void {
    if (this.#asked.delete(address)) {
      this.keep(address, page);
      return;
    }
    this.#asked.add(address);
    const [oldest] = this.#asked;
    if (this.#asked.size > MOST_ASKED && oldest !== undefined) this.#asked.delete(oldest);
  }

  #drop(address: string): void {
    const page = this.#pages.get(address);
    if (page === undefined) return;
    this.#pages.delete(address);
    this.#bytes -= weight(address, page);
  }
}

/** What a page takes beside its body and its address: more than that. */
const BESIDE = 1024;

const weight = (address: string, { body }: SegmentPage): number => body.length + 2 * address.length + BESIDE;
