import { isChangeSnapshot } from "../../src/replay/record/change-record.ts";
import { isObject } from "../../src/replay/record/json-value.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import {
  IncrementalType,
  isMetaData,
  isScrollData,
  RecordType,
} from "../../src/replay/record/shared-record.ts";
import { applyChanges, isPageChange, readDocument } from "../../src/replay/translate/recorded-document.ts";
import type { SourceView } from "./source-recording.ts";

/** What a stretch of a view leaves behind, against what its snapshot says. */
export interface Leftovers {
  /** Ids of the nodes that stay for good: the document, its doctype and the root element, which is the last. */
  readonly kept: readonly number[];
  readonly rootId: number;
  /** What the root element has at the end, in order. */
  readonly children: readonly number[];
  /** What puts the root element's attributes back; null: it had none of that name. */
  readonly attributes: ReadonlyMap<string, string | null>;
  readonly rootScrolled: boolean;
  readonly resized: boolean;
}

/** A part of a view that begins with a full snapshot and has no other. */
export interface Stretch {
  readonly viewId: string;
  readonly format: "change" | "v1";
  /** Meta and what else comes before the snapshot. */
  readonly head: readonly RawRecord[];
  readonly snapshot: RawRecord;
  readonly body: readonly RawRecord[];
  readonly leftovers: Leftovers;
}

const isSnapshot = (record: RawRecord) => record.type === RecordType.FullSnapshot || isChangeSnapshot(record);

/** The view that lasts longest, from its first Meta to its end or its second snapshot. @throws without a snapshot. */
export function longestStretch(views: readonly SourceView[]): Stretch {
  const [longest] = views.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const records = longest?.records ?? [];
  const begin = records.findIndex(({ type }) => type === RecordType.Meta);
  const at = records.findIndex(isSnapshot);
  const snapshot = records[at];
  if (begin === -1 || at < begin || snapshot === undefined)
    throw new Error("the longest view has no full snapshot");
  const rest = records.slice(at + 1);
  const end = rest.findIndex((record) => isSnapshot(record) || record.type === RecordType.ViewEnd);
  const body = end === -1 ? rest : rest.slice(0, end);
  const format = isChangeSnapshot(snapshot) ? "change" : "v1";
  const viewId = longest?.id ?? "";
  const head = records.slice(begin, at);
  return { viewId, format, head, snapshot, body, leftovers: leftoversOf(snapshot, body) };
}

const lengthOf = ({ records }: SourceView) => (records.at(-1)?.timestamp ?? 0) - (records[0]?.timestamp ?? 0);

function leftoversOf(snapshot: RawRecord, body: readonly RawRecord[]): Leftovers {
  const document = readDocument(snapshot, fail);
  const root = document?.page.documentElement;
  if (!document || !root) throw new Error("the snapshot has no root element");
  const before = new Map(pairsOf(root.attributes.pairs));
  for (const record of body) if (isPageChange(record)) applyChanges(document, record.data, true);
  if (document.page.documentElement !== root) throw new Error("the root element is another one at the end");
  const after = new Map(pairsOf(root.attributes.pairs));
  const attributes = new Map<string, string | null>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) !== after.get(name)) attributes.set(name, before.get(name) ?? null);
  }
  const children = idsFrom(root.first);
  const kept = [document.page.root.id, ...idsFrom(document.page.root.first)];
  return { kept, rootId: root.id, children, attributes, ...movedIn(body, root.id) };
}

/** A source that is not read without a complaint is not repeated. */
const fail = (code: string, message: string): never => {
  throw new Error(`the recording has a fault (${code}): ${message}`);
};

function movedIn(body: readonly RawRecord[], rootId: number): Pick<Leftovers, "resized" | "rootScrolled"> {
  const changes = body.filter(({ type }) => type === RecordType.Incremental).map(({ data }) => data);
  const resized = changes.some((data) => isObject(data) && data["source"] === IncrementalType.ViewportResize);
  const rootScrolled = changes.some(
    (data) =>
      isScrollData(data) && isObject(data) && data["source"] === IncrementalType.Scroll && data.id === rootId,
  );
  return {
    resized: resized || body.some(({ data, type }) => type === RecordType.Meta && isMetaData(data)),
    rootScrolled,
  };
}

interface Linked {
  readonly id: number;
  readonly next: Linked | null;
}

function idsFrom(first: Linked | null): number[] {
  const ids: number[] = [];
  for (let node = first; node; node = node.next) ids.push(node.id);
  return ids;
}

function* pairsOf(pairs: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at < pairs.length; at += 2) yield [pairs[at] ?? "", pairs[at + 1] ?? ""];
}
