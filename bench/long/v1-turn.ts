import { isList, isNodeId, isObject } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { IncrementalType, RecordType } from "../../src/replay/record/shared-record.ts";
import {
  isV1FullSnapshot,
  isV1Mutation,
  type V1Mutation,
  type V1Node,
} from "../../src/replay/record/v1-record.ts";
import { lastInteraction, type Renumbering, renumberShared, shifted } from "./shared-records.ts";
import type { Stretch } from "./stretch.ts";
import type { Turn } from "./turn.ts";

// A repetition of a stretch in the V1 format: the same mutations, on fresh node ids.

/** Repetition `index` (from 1) of a stretch, `shiftMs` later than recorded. `span` is {@link idSpan} of it. */
export function v1Turn(stretch: Stretch, span: number, index: number, shiftMs: number): Turn {
  const kept = new Set(stretch.leftovers.kept);
  const nodeAt = (turn: number) => (id: number) => (kept.has(id) ? id : id + turn * span);
  const numbers: Renumbering = {
    shiftMs,
    interactions: index * lastInteraction(stretch.body),
    node: nodeAt(index),
  };
  return {
    node: numbers.node,
    reset: () => ({
      type: RecordType.Incremental,
      timestamp: shifted(stretch.snapshot.timestamp, shiftMs),
      data: resetMutation(stretch, numbers.node, nodeAt(index - 1)),
    }),
    next: (record) => {
      const { data } = record;
      if (!isMutationRecord(record) || !isV1Mutation(data)) return renumberShared(record, numbers);
      const timestamp = shifted(record.timestamp, shiftMs);
      return { ...record, timestamp, data: renumberMutation(data, numbers.node) };
    },
  };
}

/** One more than the greatest node id of a stretch. */
export function idSpan({ snapshot, body }: Stretch): number {
  let most = 0;
  const look = (value: unknown): void => {
    if (isList(value)) value.forEach(look);
    else if (isObject(value)) {
      if (isNodeId(value["id"])) most = Math.max(most, value["id"]);
      Object.values(value).forEach(look);
    }
  };
  look(snapshot.data);
  look(body.filter(isMutationRecord).map(({ data }) => data));
  return most + 1;
}

const isMutationRecord = ({ type, data }: RawRecord): boolean =>
  type === RecordType.Incremental && isObject(data) && data["source"] === IncrementalType.Mutation;

type NodeIds = (id: number) => number;

function resetMutation({ snapshot, leftovers }: Stretch, node: NodeIds, before: NodeIds) {
  const { rootId, children, attributes } = leftovers;
  const { data } = snapshot;
  if (!isV1FullSnapshot(data)) throw new Error("the snapshot is not of the V1 format");
  const root = childrenOf(data.node).find(({ id }) => id === rootId);
  const fresh = childrenOf(root).map((child) => renumberTree(child, node));
  const adds = fresh.map((child, at) => ({
    parentId: rootId,
    nextId: fresh[at + 1]?.id ?? null,
    node: child,
  }));
  return {
    source: IncrementalType.Mutation,
    // The last sibling first, so that each next one is there.
    adds: adds.toReversed(),
    removes: children.map((id) => ({ id: before(id), parentId: rootId })),
    attributes: attributes.size === 0 ? [] : [{ id: rootId, attributes: Object.fromEntries(attributes) }],
    texts: [],
  };
}

const childrenOf = (node: V1Node | undefined): readonly V1Node[] =>
  isList(node?.childNodes) ? (node.childNodes as readonly V1Node[]) : [];

function renumberTree(tree: V1Node, node: NodeIds): V1Node {
  const children = isList(tree.childNodes)
    ? { childNodes: childrenOf(tree).map((child) => renumberTree(child, node)) }
    : {};
  return { ...tree, id: node(tree.id), ...children };
}

interface Add {
  readonly parentId: number;
  readonly nextId: number | null;
  readonly node: V1Node;
}

interface Named {
  readonly id: number;
}

function renumberMutation(mutation: V1Mutation, node: NodeIds) {
  const named = (list: readonly unknown[]) => (list as readonly Named[]).map((entry) => renamed(entry, node));
  const removes = mutation.removes as readonly (Named & { readonly parentId: number })[];
  const adds = mutation.adds as readonly Add[];
  return {
    ...mutation,
    adds: adds.map((add) => ({
      parentId: node(add.parentId),
      nextId: add.nextId === null ? null : node(add.nextId),
      node: renumberTree(add.node, node),
    })),
    removes: removes.map(({ id, parentId }) => ({ id: node(id), parentId: node(parentId) })),
    attributes: named(mutation.attributes),
    texts: named(mutation.texts),
  };
}

const renamed = (entry: Named, node: NodeIds): Named => ({ ...entry, id: node(entry.id) });
