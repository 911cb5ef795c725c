import {
  EventType,
  type eventWithTime,
  IncrementalSource,
  type mutationData,
  type serializedNodeWithId,
} from "@rrweb/types";

/** A node as the player would have it. */
interface Built {
  readonly id: number;
  readonly node: serializedNodeWithId;
  attributes: Record<string, unknown>;
  text: string;
  children: Built[];
  shadow: Built[];
  parent: Built | null;
}

/**
 * The tree part of rrweb's replayer, written anew from its rules and stricter than it: what the replayer would
 * warn of, wait for or drop, throws here.
 */
export class RrwebModel {
  readonly #nodes = new Map<number, Built>();
  #root: Built | null = null;

  /** Applies events that change the tree; others are passed over. */
  apply(events: readonly eventWithTime[]): void {
    for (const { type, data } of events) {
      if (type === EventType.FullSnapshot) {
        this.#nodes.clear();
        this.#root = this.#build(data.node, null);
      } else if (type === EventType.IncrementalSnapshot && data.source === IncrementalSource.Mutation)
        this.#mutate(data);
    }
  }

  /** The tree in the form of a full snapshot's node. */
  tree(): unknown {
    return this.#root && written(this.#root);
  }

  #build(node: serializedNodeWithId, parent: Built | null): Built {
    const built: Built = {
      id: node.id,
      node,
      attributes: "attributes" in node ? { ...node.attributes } : {},
      text: "textContent" in node ? node.textContent : "",
      children: [],
      shadow: [],
      parent,
    };
    if (this.#nodes.has(node.id)) throw new Error(`${node.id} is there already`);
    this.#nodes.set(node.id, built);
    for (const child of "childNodes" in node ? node.childNodes : [])
      (child.isShadow ? built.shadow : built.children).push(this.#build(child, built));
    return built;
  }

  #mutate({ removes, adds, texts, attributes }: mutationData): void {
    for (const { id, parentId, isShadow } of removes)
      this.#remove(this.#get(id), this.#get(parentId), isShadow === true);
    for (const { parentId, nextId, node } of adds) {
      if ("childNodes" in node && node.childNodes.length > 0) throw new Error("an add has children");
      const parent = this.#get(parentId);
      const siblings = node.isShadow ? parent.shadow : parent.children;
      const next = nextId === null ? siblings.length : siblings.indexOf(this.#get(nextId));
      if (next === -1) throw new Error(`${nextId} is no sibling of ${node.id}`);
      siblings.splice(next, 0, this.#build(node, parent));
    }
    for (const { id, value } of texts) this.#get(id).text = value ?? "";
    for (const change of attributes) {
      const target = this.#get(change.id);
      for (const [name, value] of Object.entries(change.attributes)) {
        if (value === null) delete target.attributes[name];
        else target.attributes[name] = value;
      }
    }
  }

  #remove(node: Built, parent: Built, isShadow: boolean): void {
    const siblings = isShadow ? parent.shadow : parent.children;
    if (!siblings.includes(node)) throw new Error(`${node.id} is no child of ${parent.id}`);
    siblings.splice(siblings.indexOf(node), 1);
    const forget = (gone: Built): void => {
      this.#nodes.delete(gone.id);
      [...gone.children, ...gone.shadow].forEach(forget);
    };
    forget(node);
  }

  #get(id: number): Built {
    const found = this.#nodes.get(id);
    if (!found) throw new Error(`${id} is not there`);
    return found;
  }
}

function written({ id, node, attributes, text, children, shadow }: Built): unknown {
  if ("textContent" in node) return { ...node, textContent: text };
  if (!("childNodes" in node)) return node;
  const childNodes = [
    ...shadow.map((child) => ({ ...(written(child) as object), isShadow: true })),
    ...children.map(written),
  ];
  return { ...node, id, ...("attributes" in node ? { attributes } : {}), childNodes };
}
