import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";

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

/** Whether a style element has the rules that its CSS says, as words. */
export function ruleDifference(id: number, cssText: string, { sheet }: HTMLStyleElement): readonly string[] {
  const parsed = new CSSStyleSheet();
  parsed.replaceSync(cssText);
  const wanted = [...parsed.cssRules].map((rule) => rule.cssText);
  const has = [...(sheet?.cssRules ?? [])].map((rule) => rule.cssText);
  const at = Array.from({ length: Math.max(has.length, wanted.length) }, (_, place) => place).find(
    (place) => has[place] !== wanted[place] && sorted(has[place]) !== sorted(wanted[place]),
  );
  return at === undefined ? [] : [`rule ${at} of style ${id} is ${has[at]} instead of ${wanted[at]}`];
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
