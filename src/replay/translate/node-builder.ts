import { NodeType, type serializedNodeWithId } from "@rrweb/types";
import { unreachable } from "../../base/assert.ts";
import type { DocumentNode, ElementNode, PageNode, ParentNode } from "../document/page-node.ts";
import type { AttributeTranslator } from "./attributes.ts";
import { canHostShadow, doctypeName, elementName, isCustomName } from "./names.ts";
import { isQuirky } from "./quirks.ts";

/** Children of these are never in the replay: their content is an attribute there, or is not shown. */
const CLOSED = new Set(["style", "link", "textarea", "iframe", "frame", "script"]);

/** rrweb takes an id of 0 for none; recorded ids start at 0. */
export const eventId = (node: PageNode): number => node.id + 1;

/**
 * Whether a node, given that its parent is in the replay, is there too. Depends on nothing that changes
 * while the node is in the document, but for the document's own children.
 */
export function isShown(node: PageNode): boolean {
  switch (node.kind) {
    case "cdata":
    case "document":
      return false;
    case "fragment":
      return (
        node.isShadowRoot &&
        node.parent?.kind === "element" &&
        canHostShadow(node.parent.tag, node.parent.svg)
      );
    case "doctype":
      return node.parent?.kind === "document" && !isQuirky(node) && !hasEarlier(node);
    case "text":
      return isOpen(node.parent) && node.parent?.kind !== "document";
    case "element":
      if (node.tag.toLowerCase() === "script") return false;
      return node.parent?.kind === "document" ? !hasEarlier(node) : isOpen(node.parent);
    default:
      return unreachable(node);
  }
}

/** Whether the children of a node are in the replay, given that it is. */
export const isOpen = (parent: ParentNode | null): boolean =>
  parent?.kind !== "element" || !CLOSED.has(parent.tag);

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

/** Builds rrweb nodes, afresh each time: the player writes into those it is given. */
export class NodeBuilder {
  readonly #attributes: AttributeTranslator;

  constructor(attributes: AttributeTranslator) {
    this.#attributes = attributes;
  }

  /** The whole tree, for a full snapshot. */
  document(root: DocumentNode): serializedNodeWithId {
    const childNodes = this.#children(root, []);
    const quirks = childNodes.length > 0 && childNodes[0]?.type !== NodeType.DocumentType;
    return {
      type: NodeType.Document,
      id: eventId(root),
      childNodes,
      ...(quirks ? { compatMode: "BackCompat" } : {}),
    };
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
    const { tag, svg } = node;
    const shadowRoot = node.shadowRoot && isShown(node.shadowRoot) ? node.shadowRoot : null;
    const built: serializedNodeWithId = {
      type: NodeType.Element,
      id: eventId(node),
      tagName: elementName(tag, svg),
      attributes: this.#attributes.all(node),
      childNodes: [],
    };
    if (svg) built.isSVG = true;
    else if (isCustomName(tag)) built.isCustom = true;
    if (shadowRoot) built.isShadowHost = true;
    if (!deep || !isOpen(node)) return built;
    if (shadowRoot) {
      this.#children(shadowRoot, built.childNodes);
      for (const child of built.childNodes) child.isShadow = true;
    }
    this.#children(node, built.childNodes);
    return built;
  }

  #children(parent: ParentNode, into: serializedNodeWithId[]): serializedNodeWithId[] {
    for (let node = parent.first; node; node = node.next) {
      const built = isShown(node) ? this.#node(node, true) : undefined;
      if (built) into.push(built);
    }
    return into;
  }
}
