import { valueRecorded } from "./form-state.ts";
import type { PageDocument } from "./page-document.ts";
import {
  type DocumentNode,
  type ElementNode,
  type FragmentNode,
  type PageNode,
  stateOf,
  type TextNode,
} from "./page-node.ts";
import { StyleSheet } from "./style-sheet.ts";

// Changes of one node's own content, each journaled. Both formats end here.

/** Sets an attribute, or takes it away (null). */
export function setAttribute(
  page: PageDocument,
  element: ElementNode,
  name: string,
  value: string | null,
): void {
  if (value === null) element.attributes.delete(name);
  else element.attributes.set(name, value);
  page.journal.attribute(element, name);
  if (element.tag === "base") page.baseChanged();
  if (name === "value") valueRecorded(page, element, value);
}

/** Sets a text node's text. */
export function setText(page: PageDocument, node: TextNode, text: string): void {
  node.text = text;
  page.journal.texts.add(node);
  styleTextChanged(page, node);
}

/** Sets the size of a hidden element, given as CSS lengths. */
export function setSize(page: PageDocument, element: ElementNode, width: string, height: string): void {
  stateOf(element).size = { width, height };
  page.journal.attribute(element, "style");
}

/** Sets the scroll position of an element, or of the page. */
export function setScroll(page: PageDocument, node: DocumentNode | ElementNode, x: number, y: number): void {
  if (node.kind === "document") node.scroll = { x, y };
  else stateOf(node).scroll = { x, y };
  page.journal.scrolls.add(node);
}

/** Sets whether a media element plays. */
export function setMedia(page: PageDocument, element: ElementNode, media: "played" | "paused"): void {
  stateOf(element).media = media;
  page.journal.media.add(element);
}

/** Sets the sheets of a `<style>` or `<link>`, or those that a root has adopted. */
export function setSheets(
  page: PageDocument,
  node: ElementNode | DocumentNode | FragmentNode,
  sheets: readonly StyleSheet[],
): void {
  if (node.kind === "element") {
    const state = stateOf(node);
    state.sheets = sheets;
    state.edits = undefined;
    page.journal.sheets.add(node);
  } else {
    node.adopted = sheets;
    page.journal.adopted.add(node);
  }
}

/**
 * To be called when a text below a `<style>` came, went or changed: recorded texts replace the CSS that the
 * style had, since the SDK (up to 6.33) adds the new text without removing the original, which has no id.
 * Texts that privacy masking has made of x leave the CSS alone.
 */
export function styleTextChanged(page: PageDocument, text: PageNode, parent = text.parent): void {
  if (parent?.kind !== "element" || parent.tag !== "style") return;
  let css = "";
  for (let node = parent.first; node; node = node.next) if (node.kind === "text") css += node.text;
  if (isMasked(css)) return;
  setSheets(page, parent, [new StyleSheet(css)]);
}

const isMasked = (css: string) => /x/.test(css) && /^[x\s]*$/.test(css);
