import { IncrementalSource, type styleSheetAddRule } from "@rrweb/types";
import type { RestoredSheets, SheetTable } from "../document/checkpoint/stored-sheets.ts";
import type { PageDocument } from "../document/page-document.ts";
import { type DocumentNode, forEachInSubtree, type FragmentNode, isRoot } from "../document/page-node.ts";
import type { StyleSheet } from "../document/style-sheet.ts";
import type { AttributeTranslator } from "./attributes.ts";
import { rewriteMedia } from "./css-media.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, isOpen, shownNode } from "./node-builder.ts";

interface Definition {
  styleId: number;
  rules: styleSheetAddRule[];
}

/** Which style sheets the player knows by which ids. */
export interface StoredAdoption {
  readonly ids: readonly (readonly [sheet: number, styleId: number])[];
  readonly lastId: number;
}

/**
 * Adopted style sheets in the replay: each is defined once with an id of its own and then adopted by id. A full
 * snapshot empties the player's registry: after it, sheets are defined again as they are adopted.
 */
export class AdoptedSheets {
  readonly #attributes: AttributeTranslator;
  #ids = new Map<StyleSheet, number>();
  #lastId = 0;

  constructor(attributes: AttributeTranslator) {
    this.#attributes = attributes;
  }

  /** The sheets that have been defined and the last id, as plain data; the sheets go into `table`. */
  store(table: SheetTable): StoredAdoption {
    const ids = Array.from(this.#ids, ([sheet, id]) => [table.place(sheet), id] as const);
    return { ids, lastId: this.#lastId };
  }

  /** Goes on where another object was when it wrote this. */
  restore({ ids, lastId }: StoredAdoption, table: RestoredSheets): void {
    this.#ids = new Map(ids.map(([place, id]) => [table.at(place), id]));
    this.#lastId = lastId;
  }

  /** The player knows no sheets from now on. */
  reset(): void {
    this.#ids = new Map();
    this.#lastId = 0;
  }

  /** Says what the given roots adopt, defining what the player does not know yet. */
  adopt(roots: Iterable<DocumentNode | FragmentNode>, sink: EventSink): void {
    for (const root of roots) {
      if (!isReachable(root)) continue;
      const styles: Definition[] = [];
      for (const sheet of root.adopted)
        if (!sheet.disabled && !this.#ids.has(sheet)) styles.push(this.#define(sheet));
      this.#push(root, styles, sink);
    }
  }

  /** Says what the whole page has adopted, for a snapshot. */
  adoptAll(page: PageDocument, sink: EventSink): void {
    this.reset();
    const roots: (DocumentNode | FragmentNode)[] = [];
    forEachInSubtree(page.root, (node) => {
      if (isRoot(node) && node.adopted.length > 0) roots.push(node);
    });
    this.adopt(roots, sink);
  }

  #define(sheet: StyleSheet): Definition {
    this.#lastId += 1;
    this.#ids.set(sheet, this.#lastId);
    return { styleId: this.#lastId, rules: this.#rules(sheet) };
  }

  /** One rule for each entry, each with its place: without it the player puts them in from the front. */
  #rules(sheet: StyleSheet): styleSheetAddRule[] {
    const rules: styleSheetAddRule[] = [];
    const media = rewriteMedia(sheet.media.join(", "));
    for (const recorded of sheet.rules()) {
      // Constructed sheets may not import.
      if (/^@(?:import|charset)\b/i.test(recorded)) continue;
      const rule = this.#attributes.rule(recorded);
      rules.push({ rule: media === "" ? rule : `@media ${media} { ${rule} }`, index: rules.length });
    }
    return rules;
  }

  #push(root: DocumentNode | FragmentNode, styles: Definition[], sink: EventSink): void {
    const styleIds = root.adopted
      .filter((sheet) => !sheet.disabled)
      .map((sheet) => this.#ids.get(sheet))
      .filter((id) => id !== undefined);
    // The player keeps the sheets of a shadow root with its host.
    const owner = root.kind === "fragment" ? root.parent : root;
    if (owner)
      sink.incremental({ source: IncrementalSource.AdoptedStyleSheet, id: eventId(owner), styles, styleIds });
  }
}

/** Whether the player has the root: it drops without a word what is said of a host that it does not know. */
function isReachable(root: DocumentNode | FragmentNode): boolean {
  if (root.kind === "document") return true;
  const host = root.parent;
  return !root.gone && host !== null && shownNode(host) === host && isOpen(host);
}
