import type { ScannedFacts } from "../../replay/view/scan-state.ts";
import type { DecoderCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";
import { type Keyframe, ViewScan } from "../../replay/view/view-scan.ts";
import type { StageDiagnostic, ViewFacts } from "../../wire/view-facts.ts";
import { packCheckpoint } from "./keyframe-shelf.ts";
import { mergeOverlapping, mergeStretches } from "../../replay/timeline/merge-stretches.ts";
import { joinedFacts, joinedStates, lastActivity } from "../../replay/timeline/seam.ts";
import type { KnownFacts, KnownKeyframes } from "./protocol.ts";
import type { SegmentShelf } from "./segment-shelf.ts";
import type { TrackParts } from "./track-parts.ts";

const NOTHING: ViewFacts = {
  facts: [],
  presence: { focus: [], signs: [] },
  idle: [],
  gaps: [],
  diagnostics: [],
};

const BEGINNING: Pick<Keyframe, "after" | "at"> = { after: -1, at: -Infinity };

/**
 * The scan of one view as its segments come, over what the source has not scanned itself:
 *
 *   segments   │ 0 │ 1 │ 2 │ 3 │ 4 │ 5 │ 6 │
 *   source     ├──── through 4 ────┤              its facts are taken as they are
 *   keyframe           ▲ after 2
 *   scan               ├─ state ───┤─ new ─▶      begins there, and tells what is new
 */
export class TrackScan {
  readonly #viewId: string;
  readonly #segments: SegmentShelf;
  readonly #parts: TrackParts;
  #scan: ViewScan;
  #known: ViewFacts = NOTHING;
  /** Index of the last segment of which the source says what is in it. */
  #through = -1;
  /** Where the scan is to begin; null: it has begun. */
  #from: Pick<Keyframe, "after" | "at"> | null = null;
  #ignores = false;

  constructor(viewId: string, segments: SegmentShelf, parts: TrackParts) {
    this.#viewId = viewId;
    this.#segments = segments;
    this.#parts = parts;
    this.#scan = new ViewScan(parts.decoder());
  }

  /** Lowest index that the next segment may have; 0 while the scan waits for a keyframe to begin at. */
  get next(): number {
    return this.#from === null ? this.#scan.next : 0;
  }

  /** Everything that is listed is scanned, here or by the source. */
  get isDone(): boolean {
    const next = Math.max(this.#through + 1, this.next);
    return this.#segments.isListed && this.#segments.upcoming(next) === undefined;
  }

  get firstPictureAt(): number | null {
    return this.#scan.firstPictureAt;
  }

  get url(): string | null {
    return this.#scan.url;
  }

  /** Whether nothing more is to be found out from this segment. */
  isPast(index: number): boolean {
    return index <= this.#through || index < this.next;
  }

  /** The source has scanned the view that far. Of no use once the scan has come further. */
  know({ through, entries }: KnownKeyframes): void {
    this.#ignores = this.#from === null && this.#scan.next > through + 1;
    if (this.#ignores || through <= this.#through) return;
    this.#through = through;
    this.#from = entries.findLast(({ after }) => after <= through) ?? BEGINNING;
  }

  /** What the source says of it. */
  knowFacts(facts: ViewFacts): void {
    if (!this.#ignores) this.#known = facts;
  }

  /** Scans the next segment. False when there is nothing to do for now. */
  async step(): Promise<boolean> {
    if (!this.#segments.isListed || this.isDone || !(await this.#begin())) return false;
    const scan = this.#scan;
    const place = this.#segments.at(scan.next);
    if (place.kind === "missing" || place.kind === "end") return false;
    if (place.kind === "lost") {
      scan.lost(place.index, place.last, place.span, place.why);
      return true;
    }
    const text = await this.#parts.read(place.bytes, place.index);
    const keyframe = scan.segment(place.index, text, {
      span: place.span,
      bytes: place.bytes.length,
      bounds: this.#segments.clockBounds(place.index),
    });
    if (keyframe !== undefined) await this.#keep(keyframe, place.index);
    await this.#end();
    return true;
  }

  /** The strings that decoding needs where it passes the mark of a keyframe that is still to be made. */
  pending(after: number): DecoderCheckpoint | undefined {
    const last = this.#from === null ? this.#scan.last("all") : undefined;
    return last?.after === after ? last.checkpoint : undefined;
  }

  /** When all of a view is scanned that will ever come, its last keyframe is made too. */
  async #end(): Promise<void> {
    const last = this.isDone && this.#segments.isComplete ? this.#scan.last("used") : undefined;
    if (last !== undefined) await this.#keep(last, this.#segments.listed.at(-1)?.index ?? last.after);
  }

  /** A keyframe where the scan is; undefined before the first full snapshot. */
  here(): Keyframe | undefined {
    return this.#from === null ? this.#scan.here() : undefined;
  }

  /** All that is known so far. */
  facts(): Omit<KnownFacts, "firstPictureAt"> {
    const { view } = this.#segments;
    const lastAt = Math.max(view.start, this.#scan.at, this.#segments.upcoming(this.#through)?.end ?? 0);
    const openEnd = Math.max(view.end, lastAt);
    // After the last record of all that is listed the page stands still: that is known to the view's end.
    const decodedUntil = this.isDone ? openEnd : lastAt;
    const known = this.#known;
    const own = this.#scan.facts(
      decodedUntil,
      this.#through < 0 ? undefined : lastActivity(known, view.start),
    );
    return {
      viewId: this.#viewId,
      decodedUntil,
      completeUntil: this.#segments.startOf(Math.max(this.#through + 1, this.next)),
      facts: joinedFacts(known.facts, own.facts),
      presence: {
        focus: joinedStates(known.presence.focus, own.presence.focus),
        signs: mergeStretches([...known.presence.signs, ...own.presence.signs]),
      },
      idle: mergeOverlapping([...known.idle, ...own.idle]),
      gaps: mergeStretches([...known.gaps, ...gapsUntil(own, openEnd)]),
      diagnostics: [...known.diagnostics, ...own.diagnostics.map((each) => this.#named(each))],
    };
  }

  /** Begins at the keyframe that it is to begin at, when that is here. */
  async #begin(): Promise<boolean> {
    const from = this.#from;
    if (from === null) return true;
    const { keyframes } = this.#parts;
    const checkpoint = await keyframes.checkpoint(from.after);
    if (from.after >= 0 && checkpoint === undefined) {
      // Not here yet; or it cannot be had, and then the one before it is to be had.
      const known = keyframes.places.filter(({ after }) => after <= from.after);
      this.#from = known.at(-1) ?? BEGINNING;
      return this.#from.after < from.after && (await this.#begin());
    }
    this.#scan = new ViewScan(this.#parts.decoder(checkpoint), { ...from, known: this.#through });
    this.#from = null;
    return true;
  }

  async #keep({ after, at, checkpoint }: Keyframe, until: number): Promise<void> {
    if (this.#parts.keyframes.has(after)) return;
    const bytes = await packCheckpoint(checkpoint);
    this.#scan.weigh(bytes.length);
    this.#parts.keyframes.add({ after, at }, bytes);
    this.#parts.made({ after, at, until, bytes });
  }

  #named(diagnostic: Omit<StageDiagnostic, "viewId">): StageDiagnostic {
    return { ...diagnostic, viewId: this.#viewId };
  }
}

const gapsUntil = ({ gaps }: ScannedFacts, openEnd: number) =>
  gaps.map(({ start, end }) => ({ start, end: end ?? openEnd }));
