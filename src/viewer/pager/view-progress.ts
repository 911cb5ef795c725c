import type { SegmentIndex, SegmentIndexEntry } from "../../wire/segment-index.ts";
import type { SegmentFrame } from "../../wire/segment-page.ts";
import { isSamePage, playableSegments, type PageRange, type ViewDelivery } from "./plan.ts";

/** How often a growing view is asked before a hole in its numbers counts as lost. */
const PATIENCE_POLLS = 2;

interface DuePage {
  readonly page: PageRange;
  readonly frames: readonly SegmentFrame[];
}

/** What is known, asked for and delivered of one view. Pages may arrive in any order; they leave in order. */
export class ViewProgress implements ViewDelivery {
  readonly viewId: string;
  readonly start: number;
  readonly #live: boolean;
  #index: "unknown" | "requested" | "known" = "unknown";
  #segments: readonly SegmentIndexEntry[] = [];
  #complete = false;
  #polls = 0;
  #delivered = 0;
  #pages = 0;
  #inFlight: readonly PageRange[] = [];
  #arrived: readonly DuePage[] = [];
  #failed = false;

  /** `live`: it may be growing at this moment. */
  constructor(view: { readonly id: string; readonly start: number }, live: boolean) {
    this.#live = live;
    this.viewId = view.id;
    this.start = view.start;
  }

  get segments(): readonly SegmentIndexEntry[] {
    return this.#segments;
  }
  /** No more segments will come than `segments` lists. */
  get complete(): boolean {
    return this.#complete;
  }
  get delivered(): number {
    return this.#delivered;
  }
  get pages(): number {
    return this.#pages;
  }
  get inFlight(): readonly PageRange[] {
    return this.#inFlight;
  }
  get failed(): boolean {
    return this.#failed;
  }
  get hasIndex(): boolean {
    return this.#index === "known";
  }
  get wantsIndex(): boolean {
    return this.#index === "unknown" && !this.#failed;
  }
  get loadsIndex(): boolean {
    return this.#index === "requested";
  }

  indexRequested(): void {
    this.#index = "requested";
  }

  /** Takes the view's index; true when it says something new. */
  applyIndex(index: SegmentIndex): boolean {
    const isFirst = this.#index !== "known";
    const patient = this.#live && !index.complete && this.#polls < PATIENCE_POLLS;
    // What is asked for already must stay listed, in its place.
    const asked = this.#segments.slice(0, this.#askedCount());
    const segments = playableSegments(index.segments, asked, patient);
    const withheld = segments.at(-1)?.index !== index.segments.at(-1)?.index;
    this.#polls = withheld ? this.#polls + 1 : 0;
    const changed = isFirst || segments.length !== this.#segments.length || index.complete !== this.#complete;
    this.#index = "known";
    this.#segments = segments;
    this.#complete = index.complete;
    return changed;
  }

  #askedCount(): number {
    const last = this.#inFlight.at(-1)?.last;
    if (last === undefined) return this.#delivered;
    return this.#segments.findIndex((segment) => segment.index === last) + 1;
  }

  requested(page: PageRange): void {
    this.#inFlight = [...this.#inFlight, page];
  }

  cancelled(page: PageRange): void {
    this.#inFlight = this.#inFlight.filter((other) => !isSamePage(page, other));
    this.#arrived = this.#arrived.filter((other) => !isSamePage(page, other.page));
  }

  /** A page is here. Returns the pages whose turn it is, in order. */
  arrived(page: PageRange, frames: readonly SegmentFrame[]): readonly DuePage[] {
    this.#arrived = [...this.#arrived, { page, frames }];
    const due: DuePage[] = [];
    for (const next of this.#inFlight) {
      const ready = this.#arrived.find((other) => isSamePage(next, other.page));
      if (ready === undefined) break;
      due.push(ready);
    }
    const last = due.at(-1)?.page.last;
    if (last !== undefined) {
      this.#delivered = this.#segments.findIndex((segment) => segment.index === last) + 1;
      this.#pages += due.length;
      this.#inFlight = this.#inFlight.slice(due.length);
      this.#arrived = this.#arrived.filter((other) => !due.includes(other));
    }
    return due;
  }

  failedToLoad(): void {
    this.#failed = true;
    if (this.#index === "requested") this.#index = "unknown";
  }

  /** The stage came back to this view: it gets another try. */
  forgive(): void {
    this.#failed = false;
  }
}
