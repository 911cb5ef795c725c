import { IncrementalSource } from "@rrweb/types";
import { setSheets } from "../document/node-state.ts";
import type { PageDocument } from "../document/page-document.ts";
import { type ElementNode, stateOf } from "../document/page-node.ts";
import type { Report } from "../document/report.ts";
import { StyleSheet } from "../document/style-sheet.ts";
import type { StyleSheetRuleData } from "../record/shared-record.ts";
import type { AttributeTranslator } from "./attributes.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";

/**
 * Rules inserted and deleted by script. They go into the document's sheet, so that later snapshots have them,
 * and on to the player as they are: saying the whole sheet again for each rule would cost the square of
 * their number. A link's sheet is said whole: the player knows rules only for what it built as a style.
 */
export function applyRules(
  page: PageDocument,
  owner: ElementNode,
  data: StyleSheetRuleData,
  { sink, attributes, report }: { sink: EventSink; attributes: AttributeTranslator; report: Report },
): void {
  const sheet = sheetOf(owner);
  if (!sheet) return report("reference-unknown", "a rule belongs to a style sheet that was not recorded");
  const adds = (data.adds ?? [])
    .map(({ rule, index = 0 }) => ({ rule, index }))
    .filter(({ rule, index }) => sheet.insertRule(rule, index));
  const removes = (data.removes ?? [])
    .map(({ index = 0 }) => ({ index }))
    .filter(({ index }) => sheet.deleteRule(index));
  const lost = (data.adds?.length ?? 0) + (data.removes?.length ?? 0) - adds.length - removes.length;
  if (lost > 0)
    report("reference-unknown", "a rule was inserted or deleted where the style sheet has no rules");
  if (adds.length + removes.length === 0 || shownNode(owner) !== owner) return;
  if (owner.tag !== "style") {
    setSheets(page, owner, [sheet]);
    return;
  }
  sink.incremental({
    source: IncrementalSource.StyleSheetRule,
    id: eventId(owner),
    adds: adds.map(({ rule, index }) => ({ rule: attributes.rule(rule), index: copied(index) })),
    removes: removes.map(({ index }) => ({ index: copied(index) })),
  });
}

const copied = (index: number | readonly number[]): number | number[] =>
  typeof index === "number" ? index : [...index];

function sheetOf(owner: ElementNode): StyleSheet | undefined {
  const [sheet] = owner.state?.sheets ?? [];
  if (sheet || owner.tag !== "style") return sheet;
  const empty = new StyleSheet("");
  stateOf(owner).sheets = [empty];
  return empty;
}
