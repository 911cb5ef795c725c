import { IncrementalSource } from "@rrweb/types";
import { setSheets } from "../document/node-state.ts";
import type { PageDocument } from "../document/page-document.ts";
import { type ElementNode, forEachElement, stateOf } from "../document/page-node.ts";
import type { Report } from "../document/report.ts";
import { type RuleEdit, RuleEdits } from "../document/rule-edits.ts";
import { StyleSheet } from "../document/style-sheet.ts";
import { ruleIndex, type RuleIndex, type StyleSheetRuleData } from "../record/shared-record.ts";
import { type AttributeTranslator, isSheetOn } from "./attributes.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";

/**
 * Rules inserted and deleted by script. They are kept with their sheet, and go on to the player as they are: saying the
 * whole sheet again for each would cost the square of their number, and which of them a browser takes is not known here.
 */
export function applyRules(
  page: PageDocument,
  owner: ElementNode,
  data: StyleSheetRuleData,
  { sink, attributes, report }: { sink: EventSink; attributes: AttributeTranslator; report: Report },
): void {
  const sheet = sheetOf(owner);
  if (!sheet) return report("reference-unknown", "a rule belongs to a style sheet that was not recorded");
  const adds = (data.adds ?? []).map(({ rule, index }) => ({ rule, index: ruleIndex(index) }));
  const removes = (data.removes ?? []).map(({ index }) => ({ index: ruleIndex(index) }));
  if (adds.length + removes.length === 0) return;
  const state = stateOf(owner);
  const edits = (state.edits ??= new RuleEdits());
  for (const { rule, index } of adds) edits.insert(rule, index);
  for (const { index } of removes) edits.delete(index, sheet);
  if (!hasStyle(owner, sheet)) return setSheets(page, owner, foldedSheets(owner, sheet, edits));
  if (edits.isLong) {
    state.sheets = foldedSheets(owner, sheet, edits);
    state.edits = undefined;
  }
  if (shownNode(owner) === owner) pushEdits(owner, [...adds, ...removes], attributes, sink);
}

/** For a snapshot: appends what scripts did to rules of the whole page. Must follow what made its style sheets. */
export function pushAllRules(page: PageDocument, attributes: AttributeTranslator, sink: EventSink): void {
  forEachElement(page.root, (element) => {
    if (element.state?.edits && shownNode(element) === element) pushRules(element, attributes, sink);
  });
}

/** Appends what scripts did to the rules of an element's sheet since it was recorded whole. */
export function pushRules(owner: ElementNode, attributes: AttributeTranslator, sink: EventSink): void {
  pushEdits(owner, owner.state?.edits?.list ?? [], attributes, sink);
}

function pushEdits(
  owner: ElementNode,
  edits: readonly RuleEdit[],
  attributes: AttributeTranslator,
  sink: EventSink,
): void {
  const around = sink.isSilent ? null : placeOfRules(owner);
  if (around === null) return;
  const placed = (index: RuleIndex) =>
    typeof index === "number" && around.length === 0 ? index : [...around, ...[index].flat()];
  for (const { adds, removes } of inRuns(edits))
    sink.incremental({
      source: IncrementalSource.StyleSheetRule,
      id: eventId(owner),
      adds: adds.map(({ rule, index }) => ({ rule: attributes.rule(rule), index: placed(index) })),
      removes: removes.map((index) => ({ index: placed(index) })),
    });
}

/** Where in an element's CSS its first sheet's rules are: the path to the rule that holds them; null: nowhere. */
function placeOfRules({ tag, state, attributes }: ElementNode): readonly number[] | null {
  const [sheet] = state?.sheets ?? [];
  if (!sheet || sheet.disabled || (tag === "link" && !isSheetOn({ attributes }))) return null;
  return sheet.media.length > 0 && !attributes.has("media") ? [0] : [];
}

interface Run {
  readonly adds: { readonly rule: string; readonly index: RuleIndex }[];
  readonly removes: RuleIndex[];
}

/** Edits in as few events as possible: of one event, the player inserts all rules and then deletes. */
function inRuns(edits: readonly RuleEdit[]): Run[] {
  const runs: Run[] = [];
  for (const { rule, index } of edits) {
    let run = runs.at(-1);
    if (!run || (rule !== undefined && run.removes.length > 0)) runs.push((run = { adds: [], removes: [] }));
    if (rule === undefined) run.removes.push(index);
    else run.adds.push({ rule, index });
  }
  return runs;
}

/** The player knows rules only of what it has built as a style; a link without CSS is none. */
const hasStyle = (owner: ElementNode, sheet: StyleSheet): boolean =>
  owner.tag !== "link" || sheet.text() !== "" || sheet.media.length > 0;

function foldedSheets(owner: ElementNode, sheet: StyleSheet, edits: RuleEdits): readonly StyleSheet[] {
  const [, ...others] = owner.state?.sheets ?? [];
  return [edits.applyTo(sheet), ...others];
}

function sheetOf(owner: ElementNode): StyleSheet | undefined {
  const [sheet] = owner.state?.sheets ?? [];
  if (sheet || owner.tag !== "style") return sheet;
  const empty = new StyleSheet("");
  stateOf(owner).sheets = [empty];
  return empty;
}
