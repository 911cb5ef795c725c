import { type eventWithTime, IncrementalSource } from "@rrweb/types";
import type { EpochMs } from "../../base/time.ts";
import { labelFor } from "../document/node-text.ts";
import { isChangeSnapshot } from "../record/change-record.ts";
import { type Diagnostic, type DiagnosticCode, DiagnosticLog } from "../record/diagnostic.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { isMetaData, isVisualViewportData, type MetaData, RecordType } from "../record/shared-record.ts";
import { type AddressPolicy, onlyEmbedded } from "./address.ts";
import { EventClock } from "./event-clock.ts";
import { EventSink } from "./event-sink.ts";
import { FocusEvents } from "./focus-events.ts";
import { type Gap, Gaps } from "./gaps.ts";
import { pushIncremental } from "./incremental-events.ts";
import { isMarkRecord, pushMark } from "./mark-events.ts";
import { PageTranslator } from "./page-translator.ts";
import { PointerEvents } from "./pointer-events.ts";
import {
  applyChanges,
  isPageChange,
  isHeldBack,
  readDocument,
  type RecordedDocument,
} from "./recorded-document.ts";
import type { ViewDecoder } from "./view-decoder.ts";

/** What a decoder can be told. */
export interface DecoderOptions {
  /** What addresses in the recorded page become; by default nothing is loaded that the recording does not hold. */
  readonly addresses?: AddressPolicy;
  /** Told each address on the network that is not loaded therefore, as often as it is met. */
  readonly refused?: (address: string) => void;
}

/**
 * A decoder for one view's records, in either browser format: which one is seen from each record.
 *
 * After a lost segment, changes of the Change format are held back until the next full snapshot, since they
 * count on tables that have moved on: the picture stands still. Those of V1 name nodes by lasting ids and go on
 * wherever the nodes are known. Both are told as a gap up to that snapshot.
 */
export function createViewDecoder(options: DecoderOptions = {}): ViewDecoder {
  return new Decoder(options);
}

/** Where no Meta record has said it. */
const UNKNOWN_PAGE: MetaData = { width: 1280, height: 720, href: "" };

class Decoder implements ViewDecoder {
  readonly #log = new DiagnosticLog();
  readonly #clock = new EventClock();
  readonly #gaps = new Gaps();
  readonly #pointer = new PointerEvents();
  readonly #focus = new FocusEvents();
  readonly #translator: PageTranslator;
  #document: RecordedDocument | null = null;
  /** A segment is lost, and no full snapshot has come since. */
  #damaged = false;
  #meta = UNKNOWN_PAGE;
  /** A Meta record waits for its full snapshot, and these wait behind it. */
  #waiting: RawRecord[] | null = null;
  #segment = -1;
  #at = 0 as EpochMs;

  constructor({ addresses = onlyEmbedded, refused }: DecoderOptions) {
    this.#translator = new PageTranslator(addresses, refused);
  }

  decode(
    segmentIndex: number,
    records: readonly RawRecord[],
    visit?: (record: RawRecord) => void,
  ): readonly eventWithTime[] {
    const isGap = segmentIndex > this.#segment + 1;
    if (isGap) this.#lose(this.#segment < 0 ? (records[0]?.timestamp ?? this.#at) : this.#at);
    this.#segment = segmentIndex;
    const sink = new EventSink(this.#clock, this.#at);
    for (const record of records) {
      this.#at = record.timestamp;
      sink.at = record.timestamp;
      visit?.(record);
      this.#translate(record, sink);
    }
    return sink.events;
  }

  skip(segmentIndex: number, span: { readonly start: EpochMs; readonly end: EpochMs } | undefined): void {
    this.#segment = segmentIndex;
    const message = "a segment is missing; until the next full snapshot the picture cannot be trusted";
    this.#log.add({ code: "segment-missing", message, segmentIndex, ...span });
    this.#lose(span?.start ?? this.#at);
  }

  snapshot(at: EpochMs): readonly eventWithTime[] {
    const sink = new EventSink(this.#clock, at);
    if (this.#document) this.#translator.snapshot(this.#document.page, this.#meta, sink);
    return sink.events;
  }

  gaps(): readonly Gap[] {
    return this.#gaps.list();
  }

  labelOf(nodeId: number): string | undefined {
    const node = this.#document?.page.node(nodeId);
    return node && labelFor(node);
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#log.entries();
  }

  readonly #report = (code: DiagnosticCode, message: string): void => {
    this.#log.add({ code, message, segmentIndex: this.#segment, start: this.#at, end: this.#at });
  };

  #lose(at: EpochMs): void {
    this.#damaged = true;
    this.#gaps.open(at);
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
    else if (isMarkRecord(record)) this.#mark(record, sink);
    else if (record.type === RecordType.Incremental || record.type === RecordType.Change) {
      this.#meetLoneMeta(sink);
      if (this.#document) this.#change(this.#document, record, sink);
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
    this.#document = document;
    this.#damaged = false;
    this.#gaps.close(record.timestamp);
    this.#translator.begin(document.page, this.#meta, sink);
    this.#pushWaiting(sink);
  }

  #receiveMeta({ data }: RawRecord): void {
    if (!isMetaData(data)) {
      this.#report("record-malformed", "a Meta record does not say width, height and href");
      return;
    }
    this.#meta = { width: data.width, height: data.height, href: data.href };
    this.#waiting ??= [];
  }

  #mark(record: RawRecord, sink: EventSink): void {
    if (record.type === RecordType.VisualViewport && isVisualViewportData(record.data))
      this.#pointer.setViewport(record.data);
    if (record.type === RecordType.ViewEnd) this.#meetLoneMeta(sink);
    if (this.#waiting) this.#waiting.push(record);
    else this.#pushMark(record, sink);
  }

  #pushMark(record: RawRecord, sink: EventSink): void {
    if (!pushMark(record, sink))
      this.#report("record-malformed", `the data of a record of type ${record.type} are not of its form`);
  }

  #pushWaiting(sink: EventSink): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const record of waiting) this.#pushMark(record, sink);
  }

  /** A Meta record without a full snapshot is a change of size: as a Meta it would make the player forget the page. */
  #meetLoneMeta(sink: EventSink): void {
    if (!this.#waiting) return;
    const { width, height } = this.#meta;
    if (this.#document) sink.incremental({ source: IncrementalSource.ViewportResize, width, height });
    this.#pushWaiting(sink);
  }

  #change(document: RecordedDocument, record: RawRecord, sink: EventSink): void {
    if (!isPageChange(record)) {
      pushIncremental(this.#context(document, sink), record.data);
      return;
    }
    if (this.#damaged && isHeldBack(document, record)) {
      this.#report("no-snapshot", "changes after a lost segment are held back until the next full snapshot");
      return;
    }
    if (!applyChanges(document, record.data)) {
      this.#report("record-malformed", "a mutation is not of the form of the full snapshot before it");
      return;
    }
    this.#focus.changed(document.page);
    this.#translator.changes(document.page, this.#meta.href, sink);
  }

  #context({ page }: RecordedDocument, sink: EventSink): Parameters<typeof pushIncremental>[0] {
    return {
      page,
      href: this.#meta.href,
      translator: this.#translator,
      pointer: this.#pointer,
      focus: this.#focus,
      sink,
      report: this.#report,
      resized: (width, height) => {
        this.#meta = { ...this.#meta, width, height };
      },
    };
  }

  /** The first record of a view may be the last mutation of the document before it: no loss. */
  #beforeSnapshot(record: RawRecord): void {
    if (this.#segment === 0 && this.#meta === UNKNOWN_PAGE && !this.#damaged) return;
    this.#gaps.open(record.timestamp);
    this.#report("no-snapshot", "records that come before the view's first full snapshot cannot be shown");
  }
}

const unknownType = (type: number): string =>
  type === RecordType.MobileFullSnapshot || type === RecordType.MobileIncremental
    ? `record type ${type} belongs to a recording of a mobile application, which is not played`
    : `record type ${type} is not known`;
