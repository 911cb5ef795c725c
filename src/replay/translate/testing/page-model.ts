// A page as tests think of it: a plain tree that steps change. Encoders write it down as the SDKs do.

/** A node of the model. `text` nodes have no name and no children. */
export interface ModelNode {
  readonly kind: "element" | "text" | "shadow";
  readonly tag: string;
  attributes: Record<string, string>;
  text: string;
  children: ModelNode[];
  shadow: ModelNode | null;
  parent: ModelNode | null;
}

/** What a record's operations did: which nodes were put somewhere, taken out, or changed in place. */
export interface Batch {
  readonly placed: Set<ModelNode>;
  readonly taken: Set<ModelNode>;
  /** What each changed attribute was before the batch; null: there was none. */
  readonly attributes: Map<ModelNode, Map<string, string | null>>;
  readonly texts: Set<ModelNode>;
}

export const emptyBatch = (): Batch => ({
  placed: new Set(),
  taken: new Set(),
  attributes: new Map(),
  texts: new Set(),
});

/** A subtree as it is drawn; `grow` makes nodes of it. */
export interface Seed {
  readonly tag: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Seed[];
  readonly shadow: readonly Seed[] | null;
}

/** Makes nodes of a seed. */
export function grow(seed: Seed): ModelNode {
  const node = model(seed.tag === "" ? "text" : "element", seed.tag, { ...seed.attributes }, seed.text);
  for (const child of seed.children) attach(node, grow(child), node.children.length);
  if (!seed.shadow) return node;
  node.shadow = model("shadow", "", {}, "");
  node.shadow.parent = node;
  for (const child of seed.shadow) attach(node.shadow, grow(child), node.shadow.children.length);
  return node;
}

/** A step: what to do, and numbers that pick where. */
export interface Step {
  readonly what: "insert" | "remove" | "move" | "attribute" | "text";
  readonly at: number;
  readonly to: number;
  readonly index: number;
  readonly fresh: Seed;
  readonly name: string;
  readonly value: string | null;
}

/** Makes a model node. */
export function model(
  kind: ModelNode["kind"],
  tag: string,
  attributes: Record<string, string>,
  content: string,
): ModelNode {
  return { kind, tag, attributes, text: content, children: [], shadow: null, parent: null };
}

/** Puts a node into a parent. */
export function attach(parent: ModelNode, node: ModelNode, index: number): void {
  parent.children.splice(index, 0, node);
  node.parent = parent;
}

/** All nodes below (and with) a node, shadow trees after the light ones. */
export function* walk(node: ModelNode): Generator<ModelNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
  if (node.shadow) yield* walk(node.shadow);
}

/** Does what a step says to the body's content, as far as that is possible, and notes it. */
export function perform(
  body: ModelNode,
  { what, at, to, index, fresh, name: attribute, value }: Step,
  batch: Batch,
): void {
  const nodes = [...walk(body)];
  const pick = (number: number, list: readonly ModelNode[]) => list[number % list.length];
  const target = pick(
    at,
    nodes.filter((node) => node !== body && node.kind !== "shadow"),
  );
  if (what === "insert") {
    const parent =
      pick(
        to,
        nodes.filter((node) => node.kind !== "text"),
      ) ?? body;
    place(parent, grow(fresh), index, batch);
  } else if (target && what === "remove") take(target, batch);
  else if (target && what === "move") {
    const below = new Set(walk(target));
    const parent =
      pick(
        to,
        nodes.filter((node) => node.kind !== "text" && !below.has(node)),
      ) ?? body;
    take(target, batch);
    place(parent, target, index, batch);
  } else if (target && what === "text" && target.kind === "text") {
    target.text = value ?? "";
    batch.texts.add(target);
  } else if (target && what === "attribute" && target.kind === "element") {
    const former = batch.attributes.get(target) ?? new Map<string, string | null>();
    if (!former.has(attribute)) former.set(attribute, target.attributes[attribute] ?? null);
    batch.attributes.set(target, former);
    if (value === null) delete target.attributes[attribute];
    else target.attributes[attribute] = value;
  }
}

function place(parent: ModelNode, node: ModelNode, index: number, batch: Batch): void {
  attach(parent, node, index % (parent.children.length + 1));
  batch.placed.add(node);
}

function take(node: ModelNode, batch: Batch): void {
  const siblings = node.parent?.children ?? [];
  siblings.splice(siblings.indexOf(node), 1);
  node.parent = null;
  batch.taken.add(node);
}
