import type { eventWithTime } from "@rrweb/types";
import { epochMs } from "../../base/time.ts";
import { DiagnosticLog, type Diagnostic } from "../../replay/record/diagnostic.ts";
import type { RawRecord } from "../../replay/record/raw-record.ts";
import { RecordClock } from "../../replay/segment/record-clock.ts";
import type { SegmentText } from "../../replay/segment/read-segment.ts";
import type { TimelineBuilder } from "../../replay/timeline/timeline-builder.ts";
import type { ViewDecoder } from "../../replay/translate/view-decoder.ts";
import type { StageDiagnostic } from "../../wire/stage.ts";
import { EventLog } from "./event-log.ts";
import type { EventPage, SegmentSpan, Stretch, ViewFacts, ViewProgress } from "./protocol.ts";

/** A stretch without user activity that is at least this long is idle. */
const IDLE_MS = 5_000;
/** A keyframe is taken when as many events and as much time have passed since the last. */
const KEYFRAME_EVENTS = 400;
const KEYFRAME_MS = 5_000;
/** So many of the segments that follow tell whether a time is wrong. */
const NEIGHBOURS = 3;

export interface TrackParts {
  readonly decoder: ViewDecoder;
  readonly timeline: TimelineBuilder;
  /** Reads one segment; does not reject for bad data. */
  readonly read: (bytes: Uint8Array, index: number) => Promise<SegmentText>;
}

/**
 * One view on its way from segments to events. Segments may arrive in any order and some never do: they are
 * decoded in order of index, and a lost one is skipped as soon as it is known to be lost.
 */
export class ViewTrack {
  readonly #viewId: string;
  readonly #parts: TrackParts;
  readonly #clock = new RecordClock();
  readonly #log = new EventLog();
  readonly #lost = new DiagnosticLog();
  /** Arrived and not yet decoded. */
  readonly #waiting = new Map<number, Uint8Array | null>();
  #view: Stretch = { start: -Infinity, end: Infinity };
  #listed: readonly SegmentSpan[] | null = null;
  #complete = false;
  /** Index of the segment to decode next. */
  #next = 0;

  constructor(viewId: string, parts: TrackParts) {
    this.#viewId = viewId;
    this.#parts = parts;
  }

  /** What the source lists of this view, in any order; `complete` when no more is expected. */
  list(view: Stretch, segments: readonly SegmentSpan[], complete: boolean): void {
    this.#view = view;
    this.#listed = segments.toSorted((a, b) => a.index - b.index);
    this.#complete = complete;
  }

  /** Whether it is known what the source has of this view; nothing is decoded before. */
  get isListed(): boolean {
    return this.#listed !== null;
  }

  /** Takes a segment; null when the source listed it but did not deliver it. */
  put(index: number, bytes: Uint8Array | null): void {
    if (index >= this.#next) this.#waiting.set(index, bytes);
  }

  /** Decodes the next segment, or skips it when it is lost. False when there is nothing to do for now. */
  async step(): Promise<boolean> {
    const upcoming = this.#upcoming();
    if (upcoming === undefined) return false;
    const arrived = this.#waiting.get(this.#next);
    if (arrived === undefined && upcoming.index > this.#next) {
      if (!this.#isLost()) return false;
      this.#skipTo(upcoming);
      return true;
    }
    if (arrived === undefined) return false;
    const span = upcoming.index === this.#next ? upcoming : undefined;
    this.#waiting.delete(this.#next);
    if (arrived === null) this.#skip(this.#next, span, "was listed but not delivered by the source");
    else await this.#decode(this.#next, arrived, span);
    this.#next++;
    return true;
  }

  /** See {@link EventLog.window}. */
  window(ts: number, until: number): EventPage {
    return this.#log.window(ts, until);
  }

  /** See {@link EventLog.more}. */
  more(cursor: number, until: number): EventPage {
    return this.#log.more(cursor, until);
  }

  progress(): ViewProgress {
    return {
      viewId: this.#viewId,
      decodedUntil: this.#decodedUntil(),
      events: this.#log.length,
      firstPictureAt: this.#log.firstPictureAt,
      url: this.#log.url,
    };
  }

  facts(): ViewFacts {
    const { decoder, timeline } = this.#parts;
    const lastAt = this.#log.lastAt ?? this.#view.start;
    const openEnd = Math.max(this.#view.end, lastAt);
    // After the last record of all that is listed the page stands still: that is known to the view's end.
    const decodedUntil = this.#decodedUntil() === Infinity ? openEnd : lastAt;
    return {
      viewId: this.#viewId,
      decodedUntil,
      completeUntil: this.#decodedUntil(),
      facts: timeline.facts(),
      presence: timeline.presence(),
      firstPictureAt: this.#log.firstPictureAt,
      idle: timeline.idle(IDLE_MS, epochMs(decodedUntil)),
      gaps: decoder.gaps().map(({ start, end }) => ({ start, end: end ?? openEnd })),
      diagnostics: [...this.#lost.entries(), ...decoder.diagnostics().filter(isOwn)].map((diagnostic) =>
        this.#named(diagnostic),
      ),
    };
  }

  #named(diagnostic: Diagnostic): StageDiagnostic {
    return { ...diagnostic, viewId: this.#viewId };
  }

  /** The first listed segment that is not decoded yet. */
  #upcoming(): SegmentSpan | undefined {
    return this.#listed?.find(({ index }) => index >= this.#next);
  }

  /**
   * Whether an index that is not listed, while a later one is, is lost for good. A view that is still being
   * recorded may have sent two segments in the wrong order; not three.
   */
  #isLost(): boolean {
    const later = this.#listed?.filter(({ index }) => index > this.#next).length ?? 0;
    return this.#complete || later > 1;
  }

  #skipTo(upcoming: SegmentSpan): void {
    const before = this.#listed?.findLast(({ index }) => index < this.#next);
    const start = before?.end ?? Math.min(this.#view.start, upcoming.start);
    for (; this.#next < upcoming.index; this.#next++) {
      this.#skip(this.#next, { start, end: upcoming.start }, "is missing from the recording");
    }
  }

  #skip(index: number, span: Stretch | undefined, why: string): void {
    this.#note({ code: "segment-missing", message: `segment ${index} ${why}`, count: 1 }, index, span);
    this.#interrupt(index, span);
  }

  async #decode(index: number, bytes: Uint8Array, span: SegmentSpan | undefined): Promise<void> {
    const text = await this.#parts.read(bytes, index);
    for (const diagnostic of text.diagnostics) this.#note(diagnostic, index, span);
    const events = this.#events(index, this.#placed(index, text.records, span), span);
    if (events === null) return;
    const { events: number, ms } = this.#log.sinceKeyframe();
    this.#log.append(events);
    if (!text.intact) {
      const start = text.records.at(-1)?.timestamp ?? span?.start;
      if (start !== undefined) this.#interrupt(index, { start, end: Math.max(start, span?.end ?? start) });
    } else if (number + events.length >= KEYFRAME_EVENTS && ms >= KEYFRAME_MS) this.#takeKeyframe();
  }

  /** The records in time, as far as the recorded clock was wrong. */
  #placed(index: number, records: readonly RawRecord[], span: SegmentSpan | undefined): readonly RawRecord[] {
    const following = (this.#listed ?? []).filter((segment) => segment.index > index).slice(0, NEIGHBOURS);
    const placed = this.#clock.place(records, {
      start: this.#view.start,
      end: this.#complete ? this.#view.end : undefined,
      following: following.map(({ end }) => end),
    });
    const message =
      "the recorded clock was changed, or was wrong: times were corrected by what surrounds them";
    if (placed.moved > 0) this.#note({ code: "time-wrong", message, count: placed.moved }, index, span);
    return placed.records;
  }

  #events(
    index: number,
    records: readonly RawRecord[],
    span: SegmentSpan | undefined,
  ): readonly eventWithTime[] | null {
    const { decoder, timeline } = this.#parts;
    try {
      return decoder.decode(index, records, (record) => timeline.add(record));
    } catch (error) {
      // The decoder reports what it cannot read; a throw is a fault of it, which must not end the view.
      const message = `segment ${index} could not be decoded: ${String(error)}`;
      this.#note({ code: "segment-unreadable", message, count: 1 }, index, span);
      this.#interrupt(index, span);
      return null;
    }
  }

  #interrupt(index: number, span: Stretch | undefined): void {
    const known = span && { start: epochMs(span.start), end: epochMs(span.end) };
    this.#parts.decoder.skip(index, known);
  }

  #takeKeyframe(): void {
    const at = this.#log.lastAt;
    if (at !== null) this.#log.addKeyframe(this.#parts.decoder.snapshot(epochMs(at)));
  }

  #note(diagnostic: Diagnostic, segmentIndex: number, span: Stretch | undefined): void {
    const known = span && { start: epochMs(span.start), end: epochMs(span.end) };
    this.#lost.add({ ...known, segmentIndex, ...diagnostic });
  }

  #decodedUntil(): number {
    if (this.#listed === null) return -Infinity;
    const upcoming = this.#upcoming();
    if (upcoming === undefined) return Infinity;
    // The clock may have been set back; what comes is not placed before what is there.
    if (upcoming.index === this.#next) return Math.max(upcoming.start, this.#log.lastAt ?? -Infinity);
    return this.#listed.findLast(({ index }) => index < this.#next)?.end ?? this.#view.start;
  }
}

/** What a decoder says of a segment that it was told to skip is said here, with the reason. */
const isOwn = ({ code }: Diagnostic) => code !== "segment-missing";
