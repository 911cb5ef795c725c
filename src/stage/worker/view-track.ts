import type { eventWithTime } from "@rrweb/types";
import { segmentHolding } from "../../replay/timeline/seek-entry.ts";
import { ViewRun } from "../../replay/view/view-run.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import { type Reach, reaches } from "./available.ts";
import type { KnownFacts, KnownKeyframes, SegmentSpan, Stretch, ViewProgress } from "./protocol.ts";
import { stampBefore } from "./stamp.ts";
import { RunFeeder } from "./run-feeder.ts";
import { SegmentShelf } from "./segment-shelf.ts";
import type { TrackParts } from "./track-parts.ts";
import { TrackScan } from "./track-scan.ts";

/** A page of events holds about this many, so that neither side is busy with one message for long. */
const PAGE_EVENTS = 2_000;
/** With at least so many segments to decode before the one that is wanted, the scan goes ahead to it and is forked. */
const FORK_SEGMENTS = 2;

/** Some of a run's events; see `EventPage`. */
export interface RunPage {
  readonly events: readonly eventWithTime[];
  readonly through: number;
  readonly endsWith: number | null;
}

/** What was dropped: indexes of segments, and places of keyframes. */
export interface Shed {
  readonly segments: readonly number[];
  readonly keyframes: readonly number[];
}

/** One view: what is here of it, compressed, and the ways through it. Segments may come in any order; some never do. */
export class ViewTrack {
  readonly #viewId: string;
  readonly #parts: TrackParts;
  readonly #segments = new SegmentShelf();
  readonly #scan: TrackScan;
  readonly #feeder: RunFeeder;
  /** Segments that have no full snapshot, though they are listed with one. */
  readonly #unfounded = new Set<number>();
  #reaches: readonly Reach[] | null = null;
  #firstPictureAt: number | null = null;
  #url: string | null = null;

  constructor(viewId: string, parts: TrackParts) {
    this.#viewId = viewId;
    this.#parts = parts;
    this.#scan = new TrackScan(viewId, this.#segments, parts);
    this.#feeder = new RunFeeder(this.#segments, parts, (after) => this.#scan.pending(after));
  }

  /** What the source lists of this view, in any order; `complete` when no more is expected. */
  list(
    view: Stretch,
    segments: readonly SegmentSpan[],
    complete: boolean,
    keyframes: KnownKeyframes | undefined,
  ): void {
    const founded = segments.map((each) =>
      this.#unfounded.has(each.index) ? { ...each, hasFullSnapshot: false } : each,
    );
    this.#segments.list(view, founded, complete);
    if (keyframes !== undefined) {
      this.#parts.keyframes.list(keyframes.entries);
      this.#scan.know(keyframes);
      this.#meet(keyframes.firstPictureAt, keyframes.url);
    }
    this.#reaches = null;
  }

  /** What is known of the view's records without a scan. */
  know(facts: ViewFacts): void {
    this.#scan.knowFacts(facts);
  }

  /** Whether it is known what the source has of this view; nothing is decoded before. */
  get isListed(): boolean {
    return this.#segments.isListed;
  }

  /** Bytes of the segments and keyframes that are here. */
  get bytes(): number {
    return this.#segments.bytes + this.#parts.keyframes.bytes;
  }

  /** Takes a segment; null when the source listed it but did not deliver it. */
  put(index: number, bytes: Uint8Array | null): void {
    this.#segments.put(index, bytes);
    this.#reaches = null;
  }

  /** Takes a listed keyframe's checkpoint, deflated; null: it cannot be got. */
  putKeyframe(after: number, bytes: Uint8Array | null): void {
    this.#parts.keyframes.put(after, bytes);
    this.#reaches = null;
  }

  /** Scans the next segment. False when there is nothing to do for now. */
  async step(): Promise<boolean> {
    const { keyframes } = this.#parts;
    const before = keyframes.places.length;
    const went = await this.#scan.step();
    if (went) this.#meet(this.#scan.firstPictureAt, this.#scan.url);
    if (keyframes.places.length !== before) this.#reaches = null;
    return went;
  }

  /**
   * A run that shows the page as it was at `ts` (or at the first picture, when that is later): the events that build
   * it, and what follows until `until`. Undefined when what it takes is not here.
   * @throws when `signal` aborts.
   */
  async open(
    ts: number,
    until: number,
    signal: AbortSignal,
  ): Promise<{ readonly run: ViewRun; readonly page: RunPage } | undefined> {
    const reach = this.#reachOf(ts);
    if (reach === undefined) return undefined;
    const run = await this.#enter(reach, ts, signal);
    const end = Math.floor(ts) + 1;
    await this.#feeder.advance(run, end, signal);
    while (!run.hasPicture && (!run.isHungry || (await this.#feeder.feed(run)))) {
      signal.throwIfAborted();
      run.advanceToPicture();
    }
    const lead = run.picture();
    this.#meet(run.firstPictureAt, run.url);
    if (lead.length === 0) {
      this.#disbelieve(reach);
      return undefined;
    }
    const stamped = stampBefore(lead, Math.min(run.at, ts));
    const rest = await this.more(run, Math.max(until, end), signal);
    return { run, page: { ...rest, events: [...stamped, ...rest.events] } };
  }

  /** What a run has next, until `until`: a page of it. @throws when `signal` aborts. */
  async more(run: ViewRun, until: number, signal: AbortSignal): Promise<RunPage> {
    const events: eventWithTime[] = [];
    while (events.length < PAGE_EVENTS) {
      if (run.isHungry && (this.#segments.startOf(run.next) >= until || !(await this.#feeder.feed(run))))
        break;
      signal.throwIfAborted();
      events.push(...run.advance(until));
      if (!run.isHungry) return { events, through: until, endsWith: null };
    }
    this.#meet(run.firstPictureAt, run.url);
    const next = this.#segments.startOf(run.next);
    // The clock may have been set back: what comes is not placed before what is there.
    if (next < Infinity) return { events, through: Math.max(next, run.at), endsWith: null };
    return { events, through: run.at, endsWith: this.#lastListed };
  }

  progress(): ViewProgress {
    this.#reaches ??= reaches(this.#segments, this.#parts.keyframes);
    const available = this.#reaches.map(({ start, end }) => ({ start, end }));
    return {
      viewId: this.#viewId,
      available,
      lastListed: this.#lastListed,
      firstPictureAt: this.#firstPictureAt ?? this.#promisedPicture(),
      isBlank: this.#firstPictureAt === null && this.#scan.isDone,
      url: this.#url,
    };
  }

  facts(): KnownFacts {
    return { ...this.#scan.facts(), firstPictureAt: this.#firstPictureAt };
  }

  /**
   * Drops what is furthest from `ts` (anywhere, when the playhead is elsewhere), segments and keyframes alike, until
   * `bytes` are free. Keyframes come without the segments before them, too.
   */
  shed(ts: number | undefined, bytes: number): Shed {
    const { keyframes } = this.#parts;
    const distance = ({ start, end }: Stretch) =>
      ts === undefined ? 0 : ts < start ? start - ts : Math.max(0, ts - end) * 2;
    const segments = this.#segments.listed
      .filter(({ index }) => this.#segments.has(index) && this.#scan.isPast(index))
      .map((span) => ({ kind: "segment", id: span.index, far: distance(span) }) as const);
    const held = keyframes.places
      .filter(({ after }) => keyframes.has(after))
      .map(
        ({ after, at }) => ({ kind: "keyframe", id: after, far: distance({ start: at, end: at }) }) as const,
      );
    const dropped: { segments: number[]; keyframes: number[] } = { segments: [], keyframes: [] };
    const before = this.bytes;
    for (const { kind, id } of [...segments, ...held].toSorted((a, b) => b.far - a.far)) {
      if (before - this.bytes >= bytes) break;
      if (kind === "segment") this.#segments.drop(id);
      else keyframes.drop(id);
      dropped[kind === "segment" ? "segments" : "keyframes"].push(id);
    }
    this.#reaches = null;
    return dropped;
  }

  /** Decoding from where the index promises a full snapshot has met none. */
  #disbelieve({ first }: Reach): void {
    const promised = this.#segments.upcoming(first);
    if (first === 0 || promised === undefined) return;
    this.#unfounded.add(promised.index);
    this.#segments.unfounded(promised.index);
    this.#reaches = null;
    this.#parts.broken(first - 1);
  }

  /** Where the index promises a picture that nothing has been decoded of yet. */
  #promisedPicture(): number | null {
    const first = this.#segments.listed.find(({ hasFullSnapshot }) => hasFullSnapshot);
    const isOpen = first !== undefined && this.#segments.has(first.index) && !this.#scan.isPast(first.index);
    return isOpen ? first.start : null;
  }

  #meet(firstPictureAt: number | null, url: string | null): void {
    if (firstPictureAt !== null)
      this.#firstPictureAt = Math.min(this.#firstPictureAt ?? Infinity, firstPictureAt);
    this.#url = url ?? this.#url;
  }

  get #lastListed(): number {
    return this.#segments.listed.at(-1)?.index ?? -1;
  }

  #reachOf(ts: number): Reach | undefined {
    this.#reaches ??= reaches(this.#segments, this.#parts.keyframes);
    const time = Math.floor(ts);
    return this.#reaches.find(({ start, end }) => start <= time && time < end);
  }

  /** A run at the nearest place within the reach from which `ts` is reached forward. */
  async #enter(reach: Reach, ts: number, signal: AbortSignal): Promise<ViewRun> {
    const { keyframes, decoder } = this.#parts;
    const place = keyframes.places.findLast(
      ({ after, at }) => at <= ts && after >= reach.first - 1 && keyframes.has(after),
    );
    const after = place?.after ?? reach.first - 1;
    const target = this.#segments.listed[segmentHolding(this.#segments.listed, ts)]?.index ?? -1;
    const forked = await this.#forkScan(after, target, ts, signal);
    if (forked !== undefined) return forked;
    const checkpoint = place && (await keyframes.checkpoint(place.after));
    signal.throwIfAborted();
    if (place !== undefined && checkpoint !== undefined)
      return new ViewRun(decoder(checkpoint), place.after, place.at);
    this.#reaches = null;
    return new ViewRun(decoder(), reach.first - 1);
  }

  /** The scan, led to where `ts` is, is nearer than any keyframe: what it decodes is decoded once. */
  async #forkScan(
    after: number,
    target: number,
    ts: number,
    signal: AbortSignal,
  ): Promise<ViewRun | undefined> {
    const scan = this.#scan;
    if (scan.next - 1 < after || target - scan.next < FORK_SEGMENTS) return undefined;
    while (scan.next < target && (await this.step())) signal.throwIfAborted();
    const here = scan.here();
    if (here === undefined || here.at > ts) return undefined;
    return new ViewRun(this.#parts.decoder(here.checkpoint), here.after, here.at);
  }
}
