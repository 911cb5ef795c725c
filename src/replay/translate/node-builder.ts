import { NodeType, type serializedNodeWithId } from "@rrweb/types";
import { unreachable } from "../../base/assert.ts";
import type { DocumentNode, ElementNode, PageNode, ParentNode } from "../document/page-node.ts";
import type { AttributeTranslator } from "./attributes.ts";
import { doctypeName } from "./names.ts";
import { type Mode, modeOf } from "./quirks.ts";
import { factsOf } from "./tag-facts.ts";

/** rrweb takes an id of 0 for none; recorded ids start at 0. */
export const eventId = (node: PageNode): number => node.id + 1;

/**
 * Whether a node is in the replay, given that its parent is there. Depends on nothing that changes while the
 * node is in the document, but for the document's own children.
 */
export const isShown = (node: PageNode): boolean => isOpen(node.parent) && isShownAmong(node);

/** Likewise, given that its parent shows children at all. */
export function isShownAmong(node: PageNode): boolean {
  switch (node.kind) {
    case "text":
      return node.parent?.kind !== "document";
    case "element":
      return !factsOf(node).isScript && (node.parent?.kind !== "document" || !hasEarlier(node));
    case "fragment":
      return node.isShadowRoot && node.parent?.kind === "element" && factsOf(node.parent).canHost;
    case "doctype":
      return node.parent?.kind === "document" && modeOf(node) === "standards" && !hasEarlier(node);
    case "cdata":
    case "document":
      return false;
    default:
      return unreachable(node);
  }
}

/** Whether the children of a node are in the replay, given that it is. */
export const isOpen = (parent: ParentNode | null): boolean =>
  parent?.kind !== "element" || !factsOf(parent).isClosed;

/** The node itself, or the nearest above it, that is in the replay. */
export function shownNode(node: PageNode): PageNode {
  let shown = node;
  for (let at: PageNode | null = node; at?.parent; at = at.parent) if (!isShown(at)) shown = at.parent;
  return shown;
}

/** A document has one root element and one doctype; a second would throw. */
function hasEarlier(node: PageNode): boolean {
  for (let at = node.previous; at; at = at.previous) if (at.kind === node.kind) return true;
  return false;
}

const XHTML = "http://www.w3.org/1999/xhtml";

/** The mode of a document. One without a type has quirks, unless it is XHTML, which has none. */
function documentMode({ first }: DocumentNode, isXhtml: boolean): Mode {
  for (let node = first; node; node = node.next) if (node.kind === "doctype") return modeOf(node);
  return isXhtml ? "standards" : "quirks";
}

/** Builds rrweb nodes, afresh each time: the player writes into those it is given. */
export class NodeBuilder {
  readonly #attributes: AttributeTranslator;

  constructor(attributes: AttributeTranslator) {
    this.#attributes = attributes;
  }

  /** The whole tree, for a full snapshot. */
  document(root: DocumentNode): serializedNodeWithId {
    const childNodes = this.#children(root, []);
    const built: serializedNodeWithId = { type: NodeType.Document, id: eventId(root), childNodes };
    const html = childNodes.find((child) => child.type === NodeType.Element);
    const mode = documentMode(root, html?.attributes["xmlns"] === XHTML);
    // rrweb crashes where a document with a mode has no children.
    if (mode === "standards" || childNodes.length === 0) return built;
    // rrweb writes a document type of its own: that of quirks, or where the root says that it is XHTML, of limited ones.
    if (html && mode === "limited-quirks") html.attributes["xmlns"] = XHTML;
    else if (html?.attributes["xmlns"] === XHTML) {
      delete html.attributes["xmlns"];
      // The browser takes it for the same.
      html.attributes["XMLNS"] = XHTML;
    }
    return { ...built, compatMode: "BackCompat" };
  }

  /** One node, for a mutation: without children, which have entries of their own. */
  single(node: PageNode): serializedNodeWithId | undefined {
    const built = this.#node(node, false);
    if (built && node.parent?.kind === "fragment") built.isShadow = true;
    return built;
  }

  #node(node: PageNode, deep: boolean): serializedNodeWithId | undefined {
    switch (node.kind) {
      case "element":
        return this.#element(node, deep);
      case "text":
        return { type: NodeType.Text, id: eventId(node), textContent: node.text };
      case "doctype":
        return {
          type: NodeType.DocumentType,
          id: eventId(node),
          name: doctypeName(node.name),
          publicId: node.publicId,
          systemId: node.systemId,
        };
      case "cdata":
      case "document":
      case "fragment":
        return undefined;
      default:
        return unreachable(node);
    }
  }

  #element(node: ElementNode, deep: boolean): serializedNodeWithId {
    const { name, isCustom, isClosed } = factsOf(node);
    const built: serializedNodeWithId = {
      type: NodeType.Element,
      id: eventId(node),
      tagName: name,
      attributes: this.#attributes.all(node),
      childNodes: [],
    };
    if (node.svg) built.isSVG = true;
    else if (isCustom) built.isCustom = true;
    const shadowRoot = node.shadowRoot && isShownAmong(node.shadowRoot) ? node.shadowRoot : null;
    if (shadowRoot) built.isShadowHost = true;
    if (!deep || isClosed) return built;
    if (shadowRoot) {
      this.#children(shadowRoot, built.childNodes);
      for (const child of built.childNodes) child.isShadow = true;
    }
    this.#children(node, built.childNodes);
    return built;
  }

  #children(parent: ParentNode, into: serializedNodeWithId[]): serializedNodeWithId[] {
    for (let node = parent.first; node; node = node.next) {
      const built = isShownAmong(node) ? this.#node(node, true) : undefined;
      if (built) into.push(built);
    }
    return into;
  }
}
