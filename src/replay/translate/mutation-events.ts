import {
  type addedNodeMutation,
  type attributeMutation,
  IncrementalSource,
  type removedNodeMutation,
  type textMutation,
} from "@rrweb/types";
import type { Removal } from "../document/journal.ts";
import type { PageDocument } from "../document/page-document.ts";
import {
  type DocumentNode,
  type ElementNode,
  isParent,
  type PageNode,
  type ParentNode,
} from "../document/page-node.ts";
import type { AttributeTranslator } from "./attributes.ts";
import { hasOwnState } from "./control-events.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, isOpen, isShown, isShownAmong, type NodeBuilder, shownNode } from "./node-builder.ts";

// One record's journal as one rrweb mutation. The player applies removes, then adds, then texts, then
// attributes, whatever the order in the record was; so everything is said of the tree as it is after the
// whole record.

/** What is to be said after the mutation. */
export interface Remainder {
  /** New nodes that are scrolled, and new controls with a state. */
  readonly scrolled: ReadonlySet<DocumentNode | ElementNode>;
  readonly controls: ReadonlySet<ElementNode>;
  /** Elements whose CSS was said anew, but not what scripts did to its rules. */
  readonly restyled: ReadonlySet<ElementNode>;
}

/** Appends the mutation, unless nothing of it is to be seen, and tells what is left. */
export function pushMutation(
  page: PageDocument,
  builder: NodeBuilder,
  attributes: AttributeTranslator,
  sink: EventSink,
): Remainder {
  const adder = new Adder(page, builder);
  const removes = removesOf(page);
  adder.addAll(page.journal.added);
  const texts = textsOf(page);
  const sheets = sheetsOf(page, attributes);
  const changes = attributesOf(page, attributes, sheets);
  const again = addedAgain(page, builder, sheets);
  for (const element of again.keys())
    pushRemove(removes, { node: element, parent: element.parent ?? page.root });
  const adds = [...again.values(), ...adder.adds];
  if (removes.length + adds.length + texts.length + changes.length > 0)
    sink.incremental({
      source: IncrementalSource.Mutation,
      removes,
      adds,
      texts,
      attributes: changes,
    });
  return { scrolled: adder.scrolled, controls: adder.controls, restyled: sheets };
}

/** Whether a node was in the replay before this record and is there now. */
const remains = (page: PageDocument, node: PageNode): boolean =>
  !node.gone && !page.isNew(node) && shownNode(node) === node;

function removesOf(page: PageDocument): removedNodeMutation[] {
  const removes: removedNodeMutation[] = [];
  for (const { node, parent } of page.journal.removed) {
    if (page.isNew(node) || wentLater(page, parent)) continue;
    if (node.kind !== "fragment") pushRemove(removes, { node, parent });
    // A shadow root cannot be taken off its host again: it is emptied.
    else
      for (let child = node.first; child; child = child.next)
        pushRemove(removes, { node: child, parent: node });
  }
  return removes;
}

/**
 * Whether a former parent left too, with this node's place in it: then its own removal says it all. A shadow root
 * leaves with its host only.
 */
function wentLater(page: PageDocument, parent: ParentNode): boolean {
  const { owner } = ownerOf(parent);
  return owner.gone && !page.isNew(owner);
}

function pushRemove(removes: removedNodeMutation[], { node, parent }: Removal): void {
  if (!isShownIn(node, parent)) return;
  const { owner, isShadow } = ownerOf(parent);
  removes.push({ id: eventId(node), parentId: eventId(owner), ...(isShadow ? { isShadow } : {}) });
}

/** Whether a node that is out of its parent already was in the replay. */
function isShownIn(node: PageNode, parent: ParentNode): boolean {
  const { owner } = ownerOf(parent);
  const hasPlace = isShown(node) && (parent === owner || isShown(parent));
  return hasPlace && (owner.gone || shownNode(owner) === owner);
}

/** The node under which the player keeps the children of `parent`: those of a shadow root under its host. */
function ownerOf(parent: ParentNode): { owner: ParentNode; isShadow: boolean } {
  const isShadow = parent.kind === "fragment" && parent.parent !== null;
  return { owner: isShadow && parent.parent ? parent.parent : parent, isShadow };
}

/** Lists added nodes one by one, parents before children, siblings in document order. */
class Adder {
  readonly adds: addedNodeMutation[] = [];
  readonly scrolled = new Set<DocumentNode | ElementNode>();
  readonly controls = new Set<ElementNode>();
  readonly #page: PageDocument;
  readonly #builder: NodeBuilder;

  constructor(page: PageDocument, builder: NodeBuilder) {
    this.#page = page;
    this.#builder = builder;
  }

  addAll(added: readonly PageNode[]): void {
    let asked: ParentNode | null = null;
    let isThere = false;
    for (const node of added) {
      const { parent } = node;
      // What is below another new node comes with that.
      if (node.gone || !parent || this.#page.isNew(parent)) continue;
      if (parent !== asked) {
        asked = parent;
        isThere = isOpen(parent) && shownNode(parent) === parent;
      }
      if (!isThere || !isShownAmong(node)) continue;
      if (node.kind === "fragment") this.#run(node, node.first);
      else if (this.#beginsRun(node)) this.#run(parent, node);
    }
  }

  /** New siblings beside each other have the same next sibling and must be listed in order: they go together. */
  #beginsRun(node: PageNode): boolean {
    let before = node.previous;
    while (before && !isShownAmong(before)) before = before.previous;
    return !before || !this.#page.isNew(before);
  }

  #run(parent: ParentNode, first: PageNode | null): void {
    const run: PageNode[] = [];
    let at = first;
    for (; at && (this.#page.isNew(at) || !isShownAmong(at)); at = at.next)
      if (isShownAmong(at)) run.push(at);
    const nextId = at ? eventId(at) : null;
    for (const node of run) this.#add(parent, node, nextId);
  }

  #add(parent: ParentNode, node: PageNode, nextId: number | null): void {
    const built = this.#builder.single(node);
    if (!built) return;
    this.adds.push({ parentId: eventId(ownerOf(parent).owner), nextId, node: built });
    if (node.kind === "element" && hasOwnState(node)) this.controls.add(node);
    if (!isParent(node) || !isOpen(node)) return;
    if (node.kind === "element") {
      if (node.state?.scroll) this.scrolled.add(node);
      if (node.shadowRoot && isShownAmong(node.shadowRoot)) this.#addChildren(node.shadowRoot);
    }
    this.#addChildren(node);
  }

  #addChildren(parent: ParentNode): void {
    for (let node = parent.first; node; node = node.next)
      if (isShownAmong(node)) this.#add(parent, node, null);
  }
}

function textsOf(page: PageDocument): textMutation[] {
  const texts: textMutation[] = [];
  for (const node of page.journal.texts)
    if (remains(page, node)) texts.push({ id: eventId(node), value: node.text });
  return texts;
}

/** Elements that were there before and whose CSS is to be said anew. */
function sheetsOf(page: PageDocument, translator: AttributeTranslator): Set<ElementNode> {
  const sheets = new Set(page.journal.sheets);
  for (const [element, names] of page.journal.attributes)
    if (translator.changesSheet(element, names)) sheets.add(element);
  for (const element of sheets) if (!remains(page, element)) sheets.delete(element);
  return sheets;
}

/** Style sheets can be recorded of any element; those with children keep them. */
const isSvgStyle = ({ svg, tag }: ElementNode): boolean => svg && tag === "style";

/** The player does not know new CSS for a style in SVG: it is taken out and put in again. */
function addedAgain(
  page: PageDocument,
  builder: NodeBuilder,
  sheets: ReadonlySet<ElementNode>,
): ReadonlyMap<ElementNode, addedNodeMutation> {
  const again = new Map<ElementNode, addedNodeMutation>();
  const isPending = (node: PageNode) =>
    node.kind === "element" && isSvgStyle(node) && sheets.has(node) && !again.has(node);
  for (const element of sheets) {
    const node = isSvgStyle(element) && element.parent ? builder.single(element) : undefined;
    if (!node || !element.parent) continue;
    let next = element.next;
    while (next && !(remains(page, next) && !isPending(next))) next = next.next;
    const parentId = eventId(ownerOf(element.parent).owner);
    again.set(element, { parentId, nextId: next ? eventId(next) : null, node });
  }
  return again;
}

/** The CSS of a style has an entry of its own: the player leaves an entry when it has replaced the element. */
function attributesOf(
  page: PageDocument,
  translator: AttributeTranslator,
  sheets: ReadonlySet<ElementNode>,
): attributeMutation[] {
  const changes: attributeMutation[] = [];
  for (const [element, names] of page.journal.attributes) {
    if (!remains(page, element)) continue;
    const attributes = translator.changed(element, names);
    if (Object.keys(attributes).length > 0) changes.push({ id: eventId(element), attributes });
  }
  for (const element of sheets)
    if (!isSvgStyle(element))
      changes.push({ id: eventId(element), attributes: { _cssText: translator.cssText(element) } });
  return changes;
}
