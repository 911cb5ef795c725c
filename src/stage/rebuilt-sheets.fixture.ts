import { EventType, type eventWithTime, IncrementalSource, type styleSheetRuleData } from "@rrweb/types";

// The style sheets of a page that was built, against those that the decoder says it has.

/** Adopted style sheets by host: for each, its rules. */
export type ExpectedSheets = ReadonlyMap<number, readonly (readonly string[])[]>;

/** Reads them from the events that follow a snapshot. */
export function readAdopted(events: readonly eventWithTime[]): ExpectedSheets {
  const sheets = new Map<number, readonly string[]>();
  const adopted = new Map<number, readonly (readonly string[])[]>();
  for (const { type, data } of events) {
    if (type !== EventType.IncrementalSnapshot || data.source !== IncrementalSource.AdoptedStyleSheet)
      continue;
    for (const { styleId, rules } of data.styles ?? [])
      sheets.set(
        styleId,
        rules.map(({ rule }) => rule),
      );
    adopted.set(
      data.id,
      data.styleIds.map((id) => sheets.get(id) ?? []),
    );
  }
  return adopted;
}

/** Differences in the adopted style sheets of documents and shadow roots, as words. */
export function adoptedDifferences(
  nodeOf: (id: number) => Node | null,
  expected: ExpectedSheets,
): readonly string[] {
  return [...expected].flatMap(([id, sheets]) => {
    const owner = nodeOf(id) as Document | Element | null;
    const root = owner && "shadowRoot" in owner ? owner.shadowRoot : owner;
    const has = (root?.adoptedStyleSheets ?? []).map(written).filter((text) => text !== "");
    const wanted = sheets.map((rules) => written(sheetOf(rules))).filter((text) => text !== "");
    return has.join("\n\n") === wanted.join("\n\n") ? [] : [`${id} has other adopted style sheets`];
  });
}

/** What scripts did to the rules of style elements, by their ids. */
export type ExpectedRules = ReadonlyMap<number, readonly styleSheetRuleData[]>;

/** Reads it from the events that follow a snapshot. */
export function readRules(events: readonly eventWithTime[]): ExpectedRules {
  const rules = new Map<number, styleSheetRuleData[]>();
  for (const { type, data } of events) {
    if (type !== EventType.IncrementalSnapshot || data.source !== IncrementalSource.StyleSheetRule) continue;
    const id = data.id ?? 0;
    rules.set(id, [...(rules.get(id) ?? []), data]);
  }
  return rules;
}

/** Whether a style element has the rules that its CSS says and scripts made of them, as words. */
export function ruleDifference(
  id: number,
  { sheet }: HTMLStyleElement,
  cssText: string,
  edits: readonly styleSheetRuleData[],
): readonly string[] {
  const wanted = rulesAfter(cssText, edits);
  const has = [...(sheet?.cssRules ?? [])].map((rule) => rule.cssText);
  const at = Array.from({ length: Math.max(has.length, wanted.length) }, (_, place) => place).find(
    (place) => has[place] !== wanted[place] && sorted(has[place]) !== sorted(wanted[place]),
  );
  return at === undefined ? [] : [`rule ${at} of style ${id} is ${has[at]} instead of ${wanted[at]}`];
}

/** The rules of a sheet with this CSS after these edits, as texts. */
export function rulesAfter(cssText: string, edits: readonly styleSheetRuleData[]): readonly string[] {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(cssText);
  for (const edit of edits) applyEdits(sheet, edit);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}

/** As a page's script does it; places beyond the end of a sheet are its end. */
function applyEdits(sheet: CSSStyleSheet, { adds = [], removes = [] }: styleSheetRuleData): void {
  for (const { rule, index = 0 } of adds)
    edited(sheet, index, (holder, at) =>
      holder.insertRule(rule, holder === sheet ? Math.min(at, sheet.cssRules.length) : at),
    );
  for (const { index } of removes) edited(sheet, index, (holder, at) => holder.deleteRule(at));
}

function edited(
  sheet: CSSStyleSheet,
  index: number | readonly number[],
  edit: (holder: CSSStyleSheet | CSSGroupingRule, at: number) => void,
): void {
  const path = [index].flat();
  const at = path.pop() ?? 0;
  let holder: CSSStyleSheet | CSSGroupingRule | undefined = sheet;
  for (const step of path) holder = holder?.cssRules[step] as CSSGroupingRule | undefined;
  if (!holder || !("insertRule" in holder)) return;
  try {
    edit(holder, at);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Chromium writes important declarations now in their place, now before the others. */
const sorted = (rule: string | undefined): string | undefined =>
  rule
    ?.split(/[;{}]/)
    .map((part) => part.trim())
    .toSorted()
    .join(";");

/** A sheet with these rules; those that the browser does not take are left out. */
function sheetOf(rules: readonly string[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  for (const rule of rules) {
    try {
      sheet.insertRule(rule, sheet.cssRules.length);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
  return sheet;
}

const written = ({ cssRules }: CSSStyleSheet): string =>
  [...cssRules].map(({ cssText }) => cssText).join("\n");
