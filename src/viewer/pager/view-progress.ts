import type { KeyframePlace } from "../../replay/timeline/seek-entry.ts";
import type { KeyframeEntry, KeyframeList, SegmentIndexEntry } from "../../wire/segment-index.ts";
import type { ToStage } from "../../wire/stage.ts";
import type { ViewDelivery } from "./plan.ts";
import { playableSegments } from "./playable-segments.ts";
import type { PagedIndex } from "./segment-source.ts";
import { isSame, type PageRange, type Wanted } from "./wanted.ts";

/** How often a growing view is asked before a hole in its numbers counts as lost. */
const PATIENCE_POLLS = 2;

/** What is known, asked for and delivered of one view. */
export class ViewProgress implements ViewDelivery {
  readonly viewId: string;
  readonly start: number;
  readonly #live: boolean;
  #hasIndex = false;
  #loadsIndex = false;
  /** How many segments the source knew of when it said that it still looks for more; undefined: it does not. */
  #found: number | undefined;
  #isAskedAgain = false;
  /** The source has told once all that it had then. */
  #wasSettled = false;
  #segments: readonly SegmentIndexEntry[] = [];
  #complete = false;
  #polls = 0;
  #list: KeyframeList | undefined;
  #listed: readonly KeyframeEntry[] = [];
  #keyframes: readonly KeyframePlace[] = [];
  readonly #held = new Map<number, KeyframePlace>();
  readonly #lost = new Set<number>();
  /** Indexes of segments that have no full snapshot, whatever the index says. */
  readonly #unfounded = new Set<number>();
  readonly #delivered = new Set<number>();
  readonly #dropped = new Set<number>();
  #inFlight: readonly Wanted[] = [];
  #facts: { readonly list: string; readonly isLost: boolean } | undefined;
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
  /** No more segments will come by themselves than `segments` lists. */
  get complete(): boolean {
    return this.#complete;
  }
  get keyframes(): readonly KeyframePlace[] {
    return this.#keyframes;
  }
  /** Id of the source's list of keyframes; undefined while it has none. */
  get list(): string | undefined {
    return this.#list?.id;
  }
  get factsThrough(): number {
    return this.#list === undefined || this.#facts?.isLost === true ? -1 : this.#list.through;
  }
  get delivered(): ViewDelivery["delivered"] {
    return this.#delivered;
  }
  get dropped(): ViewDelivery["dropped"] {
    return this.#dropped;
  }
  get heldKeyframes(): ViewDelivery["heldKeyframes"] {
    return this.#held;
  }
  get inFlight(): readonly Wanted[] {
    return this.#inFlight;
  }
  get failed(): boolean {
    return this.#failed;
  }
  get hasIndex(): boolean {
    return this.#hasIndex;
  }
  /** The source is to be asked for the index, or for what it has found since. */
  get wantsIndex(): boolean {
    const isOpen = !this.#hasIndex || this.#found !== undefined || this.#isAskedAgain;
    return isOpen && !this.#loadsIndex && !this.#failed;
  }
  get loadsIndex(): boolean {
    return this.#loadsIndex;
  }
  /** How many segments the source had found when it was asked last, while it still looks for more. */
  get foundSegments(): number | undefined {
    return this.#isAskedAgain ? undefined : this.#found;
  }
  /** The source has facts of this view which were not asked for. */
  get wantsFacts(): boolean {
    return this.#list !== undefined && this.#facts?.list !== this.#list.id;
  }

  indexRequested(): void {
    this.#loadsIndex = true;
    this.#isAskedAgain = false;
  }

  /** Takes the view's index; true when it says something new. */
  applyIndex(index: PagedIndex): boolean {
    const before = JSON.stringify([this.list, this.indexMessage()]);
    const isFirst = !this.#hasIndex;
    const { loading } = index;
    const patient = this.#live && !index.complete && this.#polls < PATIENCE_POLLS;
    const known = new Set(this.#segments.map((segment) => segment.index));
    const segments = index.segments.map((each) =>
      this.#unfounded.has(each.index) ? { ...each, hasFullSnapshot: false } : each,
    );
    this.#segments = playableSegments(segments, known, (each) => this.#isAsked(each), patient);
    const withheld = this.#segments.at(-1)?.index !== index.segments.at(-1)?.index;
    this.#polls = withheld ? this.#polls + 1 : 0;
    this.#hasIndex = true;
    this.#loadsIndex = false;
    this.#found = loading === undefined || loading.state === "stopped" ? undefined : index.segments.length;
    this.#wasSettled ||= loading === undefined;
    // What the source cannot get now is missing, and what is there plays to its end.
    this.#complete = index.complete || loading?.state === "stopped";
    // Other keyframes: what could not be got of the former may be there now.
    if (index.keyframes?.id !== this.#list?.id) this.#lost.clear();
    this.#list = index.keyframes;
    this.#listed = index.keyframes?.entries ?? index.kept;
    this.#joinKeyframes();
    return isFirst || JSON.stringify([this.list, this.indexMessage()]) !== before;
  }

  #isAsked(index: number): boolean {
    const isIn = (each: Wanted) => each.kind === "page" && each.first <= index && index <= each.last;
    return this.#delivered.has(index) || this.#inFlight.some(isIn);
  }

  /** Those that are listed and not lost, and whatever the stage has besides. */
  #joinKeyframes(): void {
    const listed = this.#listed.filter(({ after }) => !this.#lost.has(after));
    const places = new Map([...this.#held.values(), ...listed].map((place) => [place.after, place]));
    this.#keyframes = [...places.values()].toSorted((a, b) => a.after - b.after);
  }

  /** What the stage must know of the index. */
  indexMessage(): ToStage & { readonly type: "stage:index" } {
    const segments = this.#segments.map(({ index, start, end, hasFullSnapshot }) => ({
      index,
      start,
      end,
      hasFullSnapshot,
    }));
    // A time beyond what is known is not shown as the last of what is known: the stage waits for what comes.
    if (this.#found !== undefined && !this.#wasSettled) segments.push(this.#soughtSegment());
    const { through, firstPictureAt, url } = this.#list ?? NOTHING_FOUND_OUT;
    const entries = this.#keyframes.map(({ after, at }) => ({ after, at }));
    const hasAny = this.#list !== undefined || entries.length > 0;
    return {
      type: "stage:index",
      viewId: this.viewId,
      segments,
      complete: this.#complete,
      ...(hasAny ? { keyframes: { through, firstPictureAt, url, entries } } : {}),
    };
  }

  /** Stands for what the source still looks for, until the real segments are known. */
  #soughtSegment() {
    const last = this.#segments.at(-1);
    const start = last?.end ?? this.start;
    return { index: (last?.index ?? -1) + 1, start, end: start, hasFullSnapshot: false };
  }

  requested(wanted: Wanted): void {
    this.#inFlight = [...this.#inFlight, wanted];
  }

  /** Nothing comes of what was asked for. */
  cancelled(wanted: Wanted): void {
    this.#inFlight = this.#inFlight.filter((other) => !isSame(wanted, other));
  }

  /** A page goes to the stage. Returns the indexes of the segments that belong to it. */
  pageDelivered(page: PageRange): readonly number[] {
    this.cancelled(page);
    const indexes = this.#segments.map(({ index }) => index);
    const delivered = indexes.filter((index) => index >= page.first && index <= page.last);
    for (const index of delivered) this.#delivered.add(index);
    return delivered;
  }

  /** A keyframe is with the stage, which may have made it. */
  keyframeHeld({ after, at }: KeyframePlace): void {
    this.#held.set(after, { after, at });
    this.#joinKeyframes();
  }

  /** A keyframe that is listed cannot be got. */
  keyframeLost(after: number): void {
    this.#lost.add(after);
    this.#joinKeyframes();
  }

  /** The stage no longer has this keyframe. */
  keyframeDropped(after: number): void {
    this.#held.delete(after);
    this.#joinKeyframes();
  }

  /** What should be there to begin at after this segment is not: neither a keyframe nor a full snapshot. */
  entryBroken(after: number): void {
    this.#held.delete(after);
    this.keyframeLost(after);
    const next = this.#segments.find(({ index }) => index > after)?.index;
    this.#segments = this.#segments.map((each) =>
      each.index === next ? { ...each, hasFullSnapshot: false } : each,
    );
    if (next !== undefined) this.#unfounded.add(next);
  }

  /** The stage no longer has the segments from `first` to `last`. */
  segmentsDropped(first: number, last: number): void {
    const gone = [...this.#delivered].filter((index) => index >= first && index <= last);
    for (const index of gone) {
      this.#delivered.delete(index);
      this.#dropped.add(index);
    }
  }

  factsRequested(): void {
    if (this.#list !== undefined) this.#facts = { list: this.#list.id, isLost: false };
  }

  /** The facts of this list of keyframes cannot be got. */
  factsLost(list: string): void {
    if (this.#list?.id === list) this.#facts = { list, isLost: true };
  }

  /** The facts of this list did not come for want of a connection: they are asked for again. */
  factsCutOff(list: string): void {
    if (this.#facts?.list === list) this.#facts = undefined;
  }

  failedToLoad(): void {
    this.#failed = true;
    this.#loadsIndex = false;
  }

  /** The source gave up finding more of this view: it is to try again. */
  askAgain(): void {
    this.#isAskedAgain = true;
    this.#failed = false;
  }

  /** The stage came back to this view: it gets another try. */
  forgive(): void {
    this.#failed = false;
  }
}

/** Of a view for which the source has made no keyframes. */
const NOTHING_FOUND_OUT = { through: -1, firstPictureAt: null, url: null };
