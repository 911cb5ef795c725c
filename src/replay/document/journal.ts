import type { VisualViewportData } from "../record/shared-record.ts";
import type { DocumentNode, ElementNode, FragmentNode, PageNode, ParentNode, TextNode } from "./page-node.ts";

/** A node that left the document, and what it was a child (or the shadow root) of. */
export interface Removal {
  readonly node: PageNode;
  readonly parent: ParentNode;
}

/**
 * What one record changed in the document, in no order but that of each list. Nodes named here may be new or
 * already gone again: readers compare `born` with the document's revision and look at `gone`.
 */
export class Journal {
  /** Removed nodes, each with its subtree. A later removal may contain an earlier one. */
  readonly removed: Removal[] = [];
  /** Nodes that were put in, without their descendants that came with them. */
  readonly added: PageNode[] = [];
  readonly attributes = new Map<ElementNode, Set<string>>();
  readonly texts = new Set<TextNode>();
  /** `<style>` and `<link>` elements whose CSS changed as a whole. */
  readonly sheets = new Set<ElementNode>();
  /** Roots whose adopted sheets changed. */
  readonly adopted = new Set<DocumentNode | FragmentNode>();
  readonly inputs = new Set<ElementNode>();
  readonly scrolls = new Set<DocumentNode | ElementNode>();
  readonly media = new Set<ElementNode>();
  visualViewport: VisualViewportData | null = null;

  /** Forgets it all. */
  clear(): void {
    this.removed.length = 0;
    this.added.length = 0;
    for (const noted of [
      this.attributes,
      this.texts,
      this.sheets,
      this.adopted,
      this.inputs,
      this.scrolls,
      this.media,
    ])
      if (noted.size > 0) noted.clear();
    this.visualViewport = null;
  }

  /** Notes a changed attribute. */
  attribute(element: ElementNode, name: string): void {
    const names = this.attributes.get(element);
    if (names === undefined) this.attributes.set(element, new Set([name]));
    else names.add(name);
  }
}
