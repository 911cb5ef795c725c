import { epochMs } from "../../base/time.ts";
import { type Diagnostic, DiagnosticLog } from "../record/diagnostic.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { type ClockBounds, RecordClock } from "../segment/record-clock.ts";
import type { SegmentText } from "../segment/read-segment.ts";
import { createTimelineBuilder, IDLE_MS, type TimelineBuilder } from "../timeline/timeline-builder.ts";
import type { DecoderCheckpoint } from "../translate/decoder-checkpoint.ts";
import type { DecoderMark, ViewDecoder } from "../translate/view-decoder.ts";
import type { ScannedFacts, ScanStart, ScanState } from "./scan-state.ts";
import type { SegmentSpan } from "./segment-span.ts";
import { cutOf } from "./view-run.ts";

/**
 * A keyframe is due when so much was decoded since the last, in bytes of text or in records: what follows one is
 * bounded by it.
 */
export interface KeyframeSpacing {
  readonly rawBytes: number;
  readonly records: number;
  /**
   * The segments between two keyframes are at least so many times as large, as stored, as a keyframe; until there is one,
   * as the first segment, which has the page too.
   */
  readonly worth: number;
}

/** Of keyframes that are made where nothing else is said: what follows one takes some ten milliseconds. */
export const SPACING: KeyframeSpacing = { rawBytes: 400_000, records: 2_000, worth: 4 };

/** A checkpoint and its place: decoding goes on with the first segment after `after`; `at` is its last record's time. */
export interface Keyframe {
  readonly after: number;
  readonly at: number;
  readonly checkpoint: DecoderCheckpoint;
}

/** What is known of a segment beside its text. */
export interface AboutSegment {
  readonly span: SegmentSpan | undefined;
  /** As stored. */
  readonly bytes: number;
  readonly bounds: ClockBounds;
}

interface Due {
  readonly mark: DecoderMark;
  readonly after: number;
  readonly at: number;
  readonly state: () => ScanState;
}

/**
 * Reads a view once, segment by segment in order of index, for what its timeline shows and for keyframes. Nothing is
 * drawn of it.
 */
export class ViewScan {
  readonly #decoder: ViewDecoder;
  readonly #timeline: TimelineBuilder;
  readonly #clock: RecordClock;
  readonly #lost = new DiagnosticLog();
  readonly #before: Pick<ScanState, "decoded" | "gaps">;
  readonly #spacing: KeyframeSpacing;
  /** Segments up to this one were looked at before: they are decoded for the page's state only. */
  readonly #known: number;
  #next: number;
  #at: number;
  #rawBytes = 0;
  #records = 0;
  #bytes = 0;
  #leastBytes: number;
  #pending: Due | null = null;
  #firstPictureAt: number | null;
  #url: string | null;

  /** Begins with a decoder that is at the place `from`; with a `state`, that place is a keyframe. */
  constructor(decoder: ViewDecoder, from: ScanStart = BEGINNING, spacing: KeyframeSpacing = SPACING) {
    const { state } = from;
    this.#decoder = decoder;
    this.#timeline = createTimelineBuilder((nodeId) => decoder.labelOf(nodeId), state?.timeline);
    this.#clock = new RecordClock(from.at);
    this.#next = from.after + 1;
    this.#at = from.at;
    this.#known = from.known;
    this.#spacing = spacing;
    this.#leastBytes = state?.leastBytes ?? 0;
    this.#firstPictureAt = state?.firstPictureAt ?? null;
    this.#url = state?.url ?? null;
    this.#before = { decoded: state?.decoded ?? [], gaps: state?.gaps ?? [] };
    for (const diagnostic of state?.lost ?? []) this.#lost.add(diagnostic);
    if (state !== undefined) this.#turn(from.after);
    else if (from.after >= 0) this.#timeline.beginLater();
  }

  /** Lowest index that the next segment may have. */
  get next(): number {
    return this.#next;
  }

  /** Time of the latest record; −Infinity before the first. */
  get at(): number {
    return this.#at;
  }

  /** Time of the first full snapshot that was met; null while there was none. */
  get firstPictureAt(): number | null {
    return this.#firstPictureAt;
  }

  /** The page's address as the last Meta record has it. */
  get url(): string | null {
    return this.#url;
  }

  /** Takes the next segment. Gives the keyframe before this stretch, when the next one is due. */
  segment(index: number, text: SegmentText, { span, bytes, bounds }: AboutSegment): Keyframe | undefined {
    const isNew = index > this.#known;
    if (isNew) for (const diagnostic of text.diagnostics) this.#note(diagnostic, index, span);
    this.#next = index + 1;
    if (this.#leastBytes === 0) this.weigh(bytes);
    const { records, moved } = this.#clock.place(text.records, bounds);
    if (moved > 0 && isNew)
      this.#note({ code: "time-wrong", message: TIME_WRONG, count: moved }, index, span);
    this.#decode(index, records, span, isNew);
    this.#rawBytes += text.rawBytes;
    this.#records += text.records.length;
    this.#bytes += bytes;
    const cut = text.intact ? undefined : cutOf(text, span);
    if (cut !== undefined) this.#interrupt(index, cut);
    return this.#isDue() && text.intact ? this.#turn(index) : undefined;
  }

  /** Segments from `index` to `last` are lost; `why` goes on from "segment 7 is ". */
  lost(index: number, last: number, span: SegmentSpan | undefined, why: string): void {
    this.#next = last + 1;
    const what = index === last ? `segment ${index} is ${why}` : `segments ${index} to ${last} are ${why}`;
    if (last > this.#known)
      this.#note({ code: "segment-missing", message: what, count: last - index + 1 }, index, span);
    this.#interrupt(last, span);
  }

  /**
   * The last keyframe that was marked and not given yet. With the strings that were `used` it is good up to where the
   * scan is; with `all`, to go on further, and another scan can do so with this `state`.
   */
  last(strings: "used" | "all"): (Keyframe & { readonly state: ScanState }) | undefined {
    const pending = this.#pending;
    return pending === null ? undefined : { ...keyframeOf(pending, strings), state: pending.state() };
  }

  /** A keyframe at this very place, whether or not one is due; undefined before the first full snapshot. */
  here(): Keyframe | undefined {
    const mark = this.#decoder.mark();
    const after = this.#next - 1;
    return mark === null ? undefined : { after, at: this.#at, checkpoint: mark.checkpoint("all") };
  }

  /**
   * What was found out so far. The recorded time goes on to `until` at least. `since`: before the place where the scan
   * began, the user did nothing after that.
   */
  facts(until: number, since = Infinity): ScannedFacts {
    return {
      facts: this.#timeline.facts(),
      presence: this.#timeline.presence(),
      idle: this.#timeline.idle(IDLE_MS, epochMs(until), epochMs(since)),
      gaps: [...this.#before.gaps, ...this.#decoder.gaps()],
      diagnostics: [...this.#lost.entries(), ...this.#decoded()],
    };
  }

  /** Keyframes of this view come to so many bytes as stored: the next ones keep a distance that is worth it. */
  weigh(keyframeBytes: number): void {
    this.#leastBytes = keyframeBytes * this.#spacing.worth;
  }

  #decode(index: number, records: readonly RawRecord[], span: SegmentSpan | undefined, isNew: boolean): void {
    try {
      this.#decoder.follow(index, records, (record) => {
        this.#at = Math.max(this.#at, record.timestamp);
        this.#timeline.add(record);
      });
      if (!isNew) this.#timeline.told();
      this.#firstPictureAt ??= this.#decoder.met.firstPictureAt;
      this.#url = this.#decoder.met.url ?? this.#url;
    } catch (error) {
      // The decoder reports what it cannot read; a throw is a fault of it, which must not end the view.
      const message = `segment ${index} could not be decoded: ${String(error)}`;
      this.#note({ code: "segment-unreadable", message, count: 1 }, index, span);
      this.#interrupt(index, span);
    }
  }

  /** Marks this place, and completes the keyframe of the mark before it. */
  #turn(index: number): Keyframe | undefined {
    const mark = this.#decoder.mark();
    if (mark === null) return undefined;
    const before = this.#pending;
    this.#pending = { mark, after: index, at: this.#at, state: this.#stateHere() };
    this.#rawBytes = 0;
    this.#records = 0;
    this.#bytes = 0;
    return before === null ? undefined : keyframeOf(before, "used");
  }

  /** What is known at this place; to be asked while no other was marked. */
  #stateHere(): () => ScanState {
    const state = {
      timeline: this.#timeline.state(),
      lost: this.#lost.entries(),
      decoded: this.#decoded(),
      // An open gap is in the checkpoint.
      gaps: [...this.#before.gaps, ...this.#decoder.gaps().filter(({ end }) => end !== null)],
      firstPictureAt: this.#firstPictureAt,
      url: this.#url,
    };
    return () => ({ ...state, leastBytes: this.#leastBytes });
  }

  /** What the decoder found wrong, here and before. */
  #decoded(): readonly Diagnostic[] {
    const own = this.#decoder
      .diagnostics()
      .filter((each) => isOwn(each) && (each.segmentIndex ?? 0) > this.#known);
    return [...this.#before.decoded, ...own];
  }

  #isDue(): boolean {
    const { rawBytes, records } = this.#spacing;
    // Many small records are as much work as a few large ones; but keyframes must not outweigh the recording.
    const isFar = this.#rawBytes >= rawBytes || this.#records >= records;
    return isFar && this.#bytes >= this.#leastBytes;
  }

  #interrupt(index: number, span: SegmentSpan | undefined): void {
    this.#decoder.skip(index, span && { start: epochMs(span.start), end: epochMs(span.end) });
  }

  #note(diagnostic: Diagnostic, segmentIndex: number, span: SegmentSpan | undefined): void {
    const known = span && { start: epochMs(span.start), end: epochMs(span.end) };
    this.#lost.add({ ...known, segmentIndex, ...diagnostic });
  }
}

const TIME_WRONG =
  "the recorded clock was changed, or was wrong: times were corrected by what surrounds them";

const BEGINNING: ScanStart = { after: -1, at: -Infinity, known: -1 };

const keyframeOf = ({ mark, after, at }: Due, strings: "used" | "all"): Keyframe => ({
  after,
  at,
  checkpoint: mark.checkpoint(strings),
});

/** What a decoder says of a segment that it was told to skip is said here, with the reason. */
const isOwn = ({ code }: Diagnostic) => code !== "segment-missing";
