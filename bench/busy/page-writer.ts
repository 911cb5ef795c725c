import type { ElementNode, PageChange, PageNode } from "./page.ts";

/** Writes a page and its changes in one of the formats: the parts of records that differ between them. */
export interface PageWriter {
  readonly format: "change" | "v1";
  /** A full snapshot without its time. */
  snapshot(
    html: ElementNode,
    style: ElementNode,
  ): { readonly type: number; readonly format: number; readonly data: unknown };
  /** One batch of changes without its time. */
  batch(changes: readonly PageChange[]): { readonly type: number; readonly data: unknown };
  /** The id of a node that has been written. */
  idOf(node: PageNode): number;
}

/** The sibling behind a node, if there is one. */
export function nextOf(node: PageNode): PageNode | undefined {
  const siblings = node.parent?.children ?? [];
  return siblings[siblings.indexOf(node) + 1];
}
