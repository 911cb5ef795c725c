import { ChangeDocument } from "../document/change-document.ts";
import { broken } from "../document/checkpoint/checkpoint-error.ts";
import type { StoredDocument } from "../document/checkpoint/stored-document.ts";
import type { RestoredSheets } from "../document/checkpoint/stored-sheets.ts";
import type { Report } from "../document/report.ts";
import type { StoredStrings } from "../document/string-table.ts";
import { V1Document } from "../document/v1-document.ts";
import { isList, isObject } from "../record/json-value.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { IncrementalType, RecordType } from "../record/shared-record.ts";
import { isV1FullSnapshot, isV1Mutation } from "../record/v1-record.ts";

/** A page in either of the two formats. */
export type RecordedDocument = V1Document | ChangeDocument;

/** Reads a full snapshot; undefined when it is of no known form. */
export function readDocument(
  { type, format, data }: RawRecord,
  report: Report,
): RecordedDocument | undefined {
  const isChange = type === RecordType.Change || format === 1;
  if (isChange) return isList(data) ? ChangeDocument.read(data, report) : undefined;
  const isV1 = (format === undefined || format === 0) && isV1FullSnapshot(data);
  return isV1 ? V1Document.read(data, report) : undefined;
}

/** Makes the document that a checkpoint tells of. */
export function restoreDocument(
  stored: StoredDocument,
  strings: StoredStrings | null,
  sheets: RestoredSheets,
  report: Report,
): RecordedDocument {
  if (stored.format === "v1") return V1Document.restore(stored, sheets, report);
  return ChangeDocument.restore(stored, strings ?? broken("it has no strings"), sheets, report);
}

/** Whether a record changes the page's document itself: type 12, or type 3 of source 0. */
export const isPageChange = (record: RawRecord): boolean =>
  record.type === RecordType.Change || isV1Change(record);

/** Whether a change means nothing once a segment is lost: the Change format counts on all that came before. */
export const isHeldBack = (document: RecordedDocument, record: RawRecord): boolean =>
  document instanceof ChangeDocument && !isV1Change(record);

/**
 * Applies a change; false when it is not of the document's format. `isWhole`: no segment is missing since the
 * document's full snapshot.
 */
export function applyChanges(document: RecordedDocument, data: unknown, isWhole: boolean): boolean {
  if (document instanceof ChangeDocument) {
    if (!isList(data)) return false;
    document.apply(data);
    return true;
  }
  if (!isV1Mutation(data)) return false;
  document.apply(data, isWhole);
  return true;
}

const isV1Change = ({ type, data }: RawRecord): boolean =>
  type === RecordType.Incremental && isObject(data) && data["source"] === IncrementalType.Mutation;
