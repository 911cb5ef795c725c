import { epochMs } from "../../../base/time.ts";
import type { RawRecord } from "../../record/raw-record.ts";
import { type Batch, type ModelNode, walk } from "./page-model.ts";

// Two ways to write a model page down as records: as SDKs 3 to 6 do (V1) and as SDK 7 does (Change).

/** Writes snapshots and batches as records. */
export interface Encoder {
  snapshot(html: ModelNode): RawRecord;
  batch(html: ModelNode, batch: Batch): RawRecord;
}

const at = epochMs(1_700_000_000_000);

/** Nodes that a batch put somewhere and that are in the page, but not below another such node. */
function topsOf(html: ModelNode, { placed }: Batch): ModelNode[] {
  const tops: ModelNode[] = [];
  const look = (node: ModelNode): void => {
    if (placed.has(node)) tops.push(node);
    else [...node.children, ...(node.shadow ? [node.shadow] : [])].forEach(look);
  };
  look(html);
  return tops;
}

const all = (node: ModelNode): ModelNode[] => Array.from(walk(node));

const nextOf = (node: ModelNode): ModelNode | undefined =>
  node.parent?.children[node.parent.children.indexOf(node) + 1];

/** Format 0: nodes keep their ids, mutations carry subtrees. `firstId` 0 or 1, as SDK versions differ. */
export function v1Encoder(firstId: number): Encoder {
  const ids = new Map<ModelNode, number>();
  let next = firstId + 2;
  const idOf = (node: ModelNode): number => {
    if (!ids.has(node)) ids.set(node, next++);
    return ids.get(node) ?? 0;
  };
  const written = (node: ModelNode): object => {
    const id = idOf(node);
    if (node.kind === "text") return { type: 3, id, textContent: node.text };
    const childNodes = [...node.children.map(written), ...(node.shadow ? [written(node.shadow)] : [])];
    if (node.kind === "shadow") return { type: 11, id, isShadowRoot: true, childNodes };
    return { type: 2, id, tagName: node.tag, attributes: { ...node.attributes }, childNodes };
  };
  return {
    snapshot: (html) => {
      const doctype = { type: 1, id: firstId + 1, name: "html", publicId: "", systemId: "" };
      const node = { type: 0, id: firstId, childNodes: [doctype, written(html)] };
      return { type: 2, timestamp: at, format: 0, data: { node, initialOffset: { left: 0, top: 0 } } };
    },
    batch: (html, batch) => {
      const known = new Set(ids.keys());
      const isNew = new Set(topsOf(html, batch).flatMap(all));
      const present = new Set(walk(html));
      const removes = [...batch.taken].filter((node) => known.has(node)).map((node) => ({ id: idOf(node) }));
      // Last siblings first, so that the next sibling is always there.
      const adds = topsOf(html, batch)
        .toReversed()
        .map((node) => {
          const after = nextOf(node);
          return {
            parentId: node.parent ? idOf(node.parent) : firstId,
            nextId: after ? idOf(after) : null,
            node: written(node),
          };
        });
      const stays = (node: ModelNode) => present.has(node) && !isNew.has(node);
      const texts = [...batch.texts].filter(stays).map((node) => ({ id: idOf(node), value: node.text }));
      const attributes = [...batch.attributes]
        .filter(([node]) => stays(node))
        .map(([node, former]) => ({ id: idOf(node), attributes: changesOf(node, former) }));
      return { type: 3, timestamp: at, data: { source: 0, adds, removes, texts, attributes } };
    },
  };
}

/**
 * Format 1: ids are counted, texts go through a table. `strings`: by type 11 (SDK 7.10 and later) or type 0. `clears`:
 * whether the table is emptied, asked between the changes of each record.
 */
export function changeEncoder(strings: "annotated" | "plain" | "literal", clears = () => false): Encoder {
  let ids = new Map<ModelNode, number>();
  let count = 0;
  let table = new Map<string, number>();
  let fresh: string[] = [];
  const text = (value: string): number | string => {
    if (strings === "literal") return value;
    if (!table.has(value)) {
      table.set(value, table.size);
      fresh.push(value);
    }
    return table.get(value) ?? value;
  };
  const takeStrings = (): unknown[][] => {
    const added = fresh;
    fresh = [];
    if (added.length === 0) return [];
    return [strings === "annotated" ? [11, [0, ...added]] : [0, ...added]];
  };
  const add = (items: unknown[], node: ModelNode, insertion: number): void => {
    const id = count++;
    ids.set(node, id);
    if (node.kind === "text") items.push([insertion, text("#text"), text(node.text)]);
    else if (node.kind === "shadow") items.push([insertion, text("#shadow-root")]);
    else items.push([insertion, text(node.tag.toUpperCase()), ...pairs(node)]);
    for (const child of node.children) add(items, child, count - id);
    if (node.shadow) add(items, node.shadow, count - id);
  };
  const pairs = (node: ModelNode) =>
    Object.entries(node.attributes).map(([key, value]) => [text(key), text(value)]);
  const entry = (node: ModelNode, key: string) => {
    const value = node.attributes[key];
    return value === undefined ? [text(key)] : [text(key), text(value)];
  };
  const insertionOf = (node: ModelNode, known: ReadonlySet<ModelNode>): number => {
    const siblings = node.parent?.children ?? [];
    const previous = siblings[siblings.indexOf(node) - 1];
    if (previous && ids.get(previous) === count - 1) return 0;
    const after = siblings.slice(siblings.indexOf(node) + 1).find((sibling) => known.has(sibling));
    return after ? (ids.get(after) ?? 0) - count : count - (node.parent ? (ids.get(node.parent) ?? 0) : 0);
  };
  return {
    snapshot: (html) => {
      ids = new Map();
      table = new Map();
      count = 2;
      const items: unknown[] = [
        [null, text("#document")],
        [1, text("#doctype"), text("html"), text(""), text("")],
      ];
      add(items, html, 0);
      const data = [...takeStrings(), [1, ...items], [6, [0, 0, 0]]];
      return { type: 2, timestamp: at, format: 1, data };
    },
    batch: (html, batch) => {
      const tops = topsOf(html, batch);
      const isNew = new Set(tops.flatMap(all));
      const stays = new Set([...walk(html)].filter((node) => !isNew.has(node)));
      const removed = [...batch.taken].map((node) => ids.get(node)).filter((id) => id !== undefined);
      const changes: unknown[][] = [];
      const put = (type: number, items: unknown[]): void => {
        if (items.length > 0) changes.push(...takeStrings(), [type, ...items]);
        if (!clears()) return;
        changes.push([14]);
        table = new Map();
      };
      const items: unknown[] = [];
      for (const top of tops) add(items, top, insertionOf(top, stays));
      put(1, items);
      put(2, removed);
      const attributes = [...batch.attributes].filter(([node]) => stays.has(node));
      put(
        3,
        attributes.map(([node, former]) =>
          [ids.get(node) as unknown].concat(Array.from(former.keys(), (key) => entry(node, key))),
        ),
      );
      const texts = [...batch.texts].filter((node) => stays.has(node));
      put(
        4,
        texts.map((node) => [ids.get(node), text(node.text)]),
      );
      return { type: 12, timestamp: at, data: changes };
    },
  };
}

/** What of the attributes is another than before the batch: SDKs pass over the others. */
const changesOf = (node: ModelNode, former: ReadonlyMap<string, string | null>) =>
  Object.fromEntries(
    [...former]
      .map(([name, before]) => ({ name, before, now: node.attributes[name] ?? null }))
      .filter(({ before, now }) => before !== now)
      .map(({ name, now }) => [name, now]),
  );
