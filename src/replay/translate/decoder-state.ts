import type { EpochMs } from "../../base/time.ts";
import { epochMs } from "../../base/time.ts";
import { ChangeDocument } from "../document/change-document.ts";
import { restoreNumber, storeNumber } from "../document/checkpoint/stored-number.ts";
import { RestoredSheets, SheetTable } from "../document/checkpoint/stored-sheets.ts";
import { restoreScroll, storeScroll } from "../document/checkpoint/stored-state.ts";
import type { Report } from "../document/report.ts";
import type { MetaData } from "../record/shared-record.ts";
import { CHECKPOINT_VERSION } from "./checkpoint-version.ts";
import type { DecoderCheckpoint, StoredProgress } from "./decoder-checkpoint.ts";
import { EventClock } from "./event-clock.ts";
import { FocusEvents } from "./focus-events.ts";
import { Gaps } from "./gaps.ts";
import { MarkEvents } from "./mark-events.ts";
import type { PageTranslator } from "./page-translator.ts";
import { PointerEvents } from "./pointer-events.ts";
import { type RecordedDocument, restoreDocument } from "./recorded-document.ts";
import type { DecoderMark } from "./view-decoder.ts";

/** All that a decoder remembers from one record to the next. */
export interface DecoderState {
  readonly clock: EventClock;
  readonly gaps: Gaps;
  readonly pointer: PointerEvents;
  readonly focus: FocusEvents;
  readonly marks: MarkEvents;
  readonly translator: PageTranslator;
  document: RecordedDocument | null;
  /** A segment is lost, and no full snapshot has come since. */
  damaged: boolean;
  meta: MetaData;
  /** Index of the segment that was last decoded or skipped; −1: none was. */
  segment: number;
  /** The time of the last record. */
  at: EpochMs;
}

/** Where no Meta record has said it. */
export const UNKNOWN_PAGE: MetaData = { width: 1280, height: 720, href: "" };

/** The state before a view's first record. */
export const newState = (translator: PageTranslator, report: Report): DecoderState => ({
  clock: new EventClock(),
  gaps: new Gaps(),
  pointer: new PointerEvents(),
  focus: new FocusEvents(),
  marks: new MarkEvents(report, null),
  translator,
  document: null,
  damaged: false,
  meta: UNKNOWN_PAGE,
  segment: -1,
  at: epochMs(0),
});

/** The state at a checkpoint. Throws a CheckpointError if its parts do not fit each other. */
export function restoreState(
  checkpoint: DecoderCheckpoint,
  translator: PageTranslator,
  report: Report,
): DecoderState {
  const { progress, document, adoption, strings } = checkpoint;
  const { clock, gapSince, pointer, pointerAt, waiting, damaged, meta, segment, at } = progress;
  const sheets = new RestoredSheets(checkpoint.sheets);
  translator.restore(adoption, sheets);
  return {
    clock: new EventClock(restoreNumber(clock)),
    gaps: new Gaps(gapSince === null ? null : epochMs(gapSince)),
    pointer: new PointerEvents({
      offset: restoreScroll(pointer[0]),
      last: restoreScroll(pointer[1]),
      kind: pointer[2],
      over: pointer[3],
      pressed: pointer[4],
      viewport: pointer[5],
    }),
    focus: new FocusEvents(restoreNumber(pointerAt)),
    marks: new MarkEvents(report, waiting),
    translator,
    document: restoreDocument(document, strings, sheets, report),
    damaged,
    meta,
    segment,
    at: epochMs(at),
  };
}

/**
 * Writes the state as it is now; null before the first full snapshot. Only of the string table, which may be long and
 * only grows, nothing is written yet.
 */
export function markState(state: DecoderState): DecoderMark | null {
  const { document, translator, ...more } = state;
  if (!document) return null;
  const table = new SheetTable();
  const stored = {
    version: CHECKPOINT_VERSION,
    progress: storeProgress(more),
    document: document.store(table),
    adoption: translator.store(table),
    sheets: table.stored,
  } as const;
  const strings = document instanceof ChangeDocument ? document.markStrings() : null;
  return { checkpoint: (which) => ({ ...stored, strings: strings && strings.store(which) }) };
}

function storeProgress(state: Omit<DecoderState, "document" | "translator">): StoredProgress {
  const { clock, gaps, pointer, focus, marks, damaged, meta, segment, at, ...more } = state;
  // A member that DecoderState has and this function does not know is an error of types here.
  more satisfies Record<string, never>;
  const { offset, last, kind, over, pressed, viewport } = pointer.places;
  return {
    segment,
    at,
    clock: storeNumber(clock.last),
    damaged,
    gapSince: gaps.openSince,
    meta,
    pointer: [storeScroll(offset), storeScroll(last), kind, over, pressed, viewport],
    pointerAt: storeNumber(focus.pointerAt),
    waiting: marks.waiting(),
  };
}
