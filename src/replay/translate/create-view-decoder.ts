import { type eventWithTime, IncrementalSource } from "@rrweb/types";
import type { EpochMs } from "../../base/time.ts";
import { ChangeDocument } from "../document/change-document.ts";
import { labelFor } from "../document/node-text.ts";
import { isChangeSnapshot } from "../record/change-record.ts";
import { type Diagnostic, type DiagnosticCode, DiagnosticLog } from "../record/diagnostic.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { isMetaData, isVisualViewportData, RecordType } from "../record/shared-record.ts";
import { type AddressPolicy, onlyEmbedded } from "./address.ts";
import { CssMemo } from "./css-memo.ts";
import type { DecoderCheckpoint } from "./decoder-checkpoint.ts";
import { type DecoderState, markState, newState, restoreState, UNKNOWN_PAGE } from "./decoder-state.ts";
import { EventSink } from "./event-sink.ts";
import type { Gap } from "./gaps.ts";
import { pushIncremental } from "./incremental-events.ts";
import { isMarkRecord } from "./mark-events.ts";
import { PageTranslator } from "./page-translator.ts";
import {
  applyChanges,
  isPageChange,
  isHeldBack,
  readDocument,
  type RecordedDocument,
} from "./recorded-document.ts";
import type { DecoderMark, Met, ViewDecoder } from "./view-decoder.ts";

/** What a decoder can be told. */
export interface DecoderOptions {
  /** What addresses in the recorded page become; by default nothing is loaded that the recording does not hold. */
  readonly addresses?: AddressPolicy;
  /** CSS that other decoders with the same policy of addresses have rewritten; by default there is none. */
  readonly memo?: CssMemo;
  /** Told each address on the network that is not loaded therefore, as often as it is met. */
  readonly refused?: (address: string) => void;
  /** Where to begin: a decoder that is made of a checkpoint goes on from its mark. Absent: at the view's start. */
  readonly from?: DecoderCheckpoint;
}

/**
 * A decoder for one view's records, in either browser format: which one is seen from each record.
 *
 * After a lost segment, changes of the Change format are held back until the next full snapshot, since they
 * count on tables that have moved on: the picture stands still. Those of V1 name nodes by lasting ids and go on
 * wherever the nodes are known. Both are told as a gap up to that snapshot.
 *
 * Throws a `CheckpointError` for a checkpoint whose parts do not fit each other.
 */
export function createViewDecoder(options: DecoderOptions = {}): ViewDecoder {
  return new Decoder(options);
}

class Decoder implements ViewDecoder {
  readonly #log = new DiagnosticLog();
  readonly #state: DecoderState;
  #met: Met = { firstPictureAt: null, url: null };

  constructor({ addresses = onlyEmbedded, memo = new CssMemo(), refused, from }: DecoderOptions) {
    const translator = new PageTranslator(addresses, memo, refused);
    this.#state = from ? restoreState(from, translator, this.#report) : newState(translator, this.#report);
  }

  decode(
    segmentIndex: number,
    records: readonly RawRecord[],
    visit?: (record: RawRecord) => void,
  ): readonly eventWithTime[] {
    const sink = new EventSink(this.#state.clock, this.#state.at);
    this.#take(segmentIndex, records, sink, visit);
    return sink.events;
  }

  follow(segmentIndex: number, records: readonly RawRecord[], visit?: (record: RawRecord) => void): void {
    this.#take(segmentIndex, records, new EventSink(this.#state.clock, this.#state.at, true), visit);
  }

  skip(segmentIndex: number, span: { readonly start: EpochMs; readonly end: EpochMs } | undefined): void {
    this.#state.segment = segmentIndex;
    const message = "a segment is missing; until the next full snapshot the picture cannot be trusted";
    this.#log.add({ code: "segment-missing", message, segmentIndex, ...span });
    this.#lose(span?.start ?? this.#state.at);
  }

  snapshot(at: EpochMs): readonly eventWithTime[] {
    const sink = new EventSink(this.#state.clock, at);
    const page = this.#state.document?.page;
    if (page) {
      this.#state.translator.snapshot(page, this.#state.meta, sink);
      this.#state.pointer.tell(page, sink);
    }
    return sink.events;
  }

  get met(): Met {
    return this.#met;
  }

  gaps(): readonly Gap[] {
    return this.#state.gaps.list();
  }

  labelOf(nodeId: number): string | undefined {
    const node = this.#state.document?.page.node(nodeId);
    return node && labelFor(node);
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#log.entries();
  }

  mark(): DecoderMark | null {
    return markState(this.#state);
  }

  get canLearn(): boolean {
    const { document } = this.#state;
    return document instanceof ChangeDocument && document.lacksStrings;
  }

  learn({ strings }: DecoderCheckpoint): void {
    const { document } = this.#state;
    if (strings && document instanceof ChangeDocument) document.learn(strings);
  }

  readonly #report = (code: DiagnosticCode, message: string): void => {
    this.#log.add({
      code,
      message,
      segmentIndex: this.#state.segment,
      start: this.#state.at,
      end: this.#state.at,
    });
  };

  #take(
    segmentIndex: number,
    records: readonly RawRecord[],
    sink: EventSink,
    visit: ((record: RawRecord) => void) | undefined,
  ): void {
    const isGap = segmentIndex > this.#state.segment + 1;
    if (isGap)
      this.#lose(this.#state.segment < 0 ? (records[0]?.timestamp ?? this.#state.at) : this.#state.at);
    this.#state.segment = segmentIndex;
    for (const record of records) {
      this.#state.at = record.timestamp;
      sink.at = record.timestamp;
      visit?.(record);
      this.#translate(record, sink);
    }
  }

  #lose(at: EpochMs): void {
    this.#state.damaged = true;
    this.#state.gaps.open(at);
  }

  /** Whatever one record holds, the rest of the view plays. */
  #translate(record: RawRecord, sink: EventSink): void {
    try {
      this.#apply(record, sink);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report("record-malformed", `a record of type ${record.type} could not be read: ${reason}`);
    }
  }

  #apply(record: RawRecord, sink: EventSink): void {
    if (record.type === RecordType.FullSnapshot || isChangeSnapshot(record)) this.#begin(record, sink);
    else if (record.type === RecordType.Meta) this.#receiveMeta(record);
    else if (isMarkRecord(record)) this.#pass(record, sink);
    else if (record.type === RecordType.Incremental || record.type === RecordType.Change) {
      this.#meetLoneMeta(sink);
      if (this.#state.document) this.#change(this.#state.document, record, sink);
      else this.#beforeSnapshot(record);
    } else this.#report("record-unknown", unknownType(record.type));
  }

  #begin(record: RawRecord, sink: EventSink): void {
    const document = readDocument(record, this.#report);
    if (!document) {
      this.#report("record-malformed", "a full snapshot is of no form that is known (formats 0 and 1 are)");
      this.#lose(record.timestamp);
      return;
    }
    this.#state.document = document;
    this.#state.damaged = false;
    this.#state.gaps.close(record.timestamp);
    this.#state.pointer.leave();
    this.#met = { firstPictureAt: this.#met.firstPictureAt ?? record.timestamp, url: this.#state.meta.href };
    this.#state.translator.begin(document.page, this.#state.meta, sink);
    this.#changeViewport(document, sink);
    this.#state.marks.release(sink);
  }

  #receiveMeta({ data }: RawRecord): void {
    if (!isMetaData(data)) {
      this.#report("record-malformed", "a Meta record does not say width, height and href");
      return;
    }
    this.#state.meta = { width: data.width, height: data.height, href: data.href };
    this.#state.marks.wait();
  }

  #pass(record: RawRecord, sink: EventSink): void {
    if (record.type === RecordType.VisualViewport && isVisualViewportData(record.data))
      this.#state.pointer.setViewport(record.data);
    if (record.type === RecordType.ViewEnd) this.#meetLoneMeta(sink);
    this.#state.marks.push(record, sink);
  }

  /** A Meta record without a full snapshot is a change of size: as a Meta it would make the player forget the page. */
  #meetLoneMeta(sink: EventSink): void {
    if (!this.#state.marks.isWaiting) return;
    const { width, height } = this.#state.meta;
    if (this.#state.document) sink.incremental({ source: IncrementalSource.ViewportResize, width, height });
    this.#state.marks.release(sink);
  }

  #change(document: RecordedDocument, record: RawRecord, sink: EventSink): void {
    if (!isPageChange(record)) {
      pushIncremental(this.#context(document, sink), record.data);
      return;
    }
    if (this.#state.damaged && isHeldBack(document, record)) {
      this.#report("no-snapshot", "changes after a lost segment are held back until the next full snapshot");
      return;
    }
    if (!applyChanges(document, record.data, !this.#state.damaged)) {
      this.#report("record-malformed", "a mutation is not of the form of the full snapshot before it");
      return;
    }
    this.#state.focus.changed(document.page);
    this.#state.translator.changes(document.page, this.#state.meta.href, sink);
    this.#changeViewport(document, sink);
  }

  /** The Change format can say where the visual viewport lies among other changes. */
  #changeViewport({ page: { journal } }: RecordedDocument, sink: EventSink): void {
    if (journal.visualViewport === null) return;
    this.#state.pointer.setViewport(journal.visualViewport);
    sink.custom("visual-viewport", journal.visualViewport);
  }

  #context({ page }: RecordedDocument, sink: EventSink): Parameters<typeof pushIncremental>[0] {
    return {
      page,
      href: this.#state.meta.href,
      translator: this.#state.translator,
      pointer: this.#state.pointer,
      focus: this.#state.focus,
      sink,
      report: this.#report,
      resized: (width, height) => {
        this.#state.meta = { ...this.#state.meta, width, height };
      },
    };
  }

  /** The first record of a view may be the last mutation of the document before it: no loss. */
  #beforeSnapshot(record: RawRecord): void {
    if (this.#state.segment === 0 && this.#state.meta === UNKNOWN_PAGE && !this.#state.damaged) return;
    this.#state.gaps.open(record.timestamp);
    this.#report("no-snapshot", "records that come before the view's first full snapshot cannot be shown");
  }
}

const unknownType = (type: number): string =>
  type === RecordType.MobileFullSnapshot || type === RecordType.MobileIncremental
    ? `record type ${type} belongs to a recording of a mobile application, which is not played`
    : `record type ${type} is not known`;
