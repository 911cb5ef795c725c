import type { RawRecord } from "../record/raw-record.ts";
import { isFocusData, isFrustrationData, isVisualViewportData, RecordType } from "../record/shared-record.ts";
import type { EventSink } from "./event-sink.ts";

/** Whether a record says something about the view that changes nothing in the page. */
export function isMarkRecord({ type }: RawRecord): boolean {
  return (
    type === RecordType.Focus ||
    type === RecordType.ViewEnd ||
    type === RecordType.VisualViewport ||
    type === RecordType.Frustration
  );
}

/** Appends a mark as a Custom event (its own number means something else in rrweb); false when it is malformed. */
export function pushMark({ type, data }: RawRecord, sink: EventSink): boolean {
  if (type === RecordType.ViewEnd) sink.custom("view-end", {});
  else if (type === RecordType.Focus && isFocusData(data)) sink.custom("focus", { hasFocus: data.has_focus });
  else if (type === RecordType.VisualViewport && isVisualViewportData(data)) {
    const { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height } = data;
    sink.custom("visual-viewport", { scale, offsetLeft, offsetTop, pageLeft, pageTop, width, height });
  } else if (type === RecordType.Frustration && isFrustrationData(data)) {
    const { frustrationTypes, recordIds } = data;
    sink.custom("frustration", { types: [...frustrationTypes], recordIds: [...recordIds] });
  } else return false;
  return true;
}
