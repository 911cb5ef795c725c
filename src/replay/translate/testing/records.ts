import { EventType, type eventWithTime, type serializedNodeWithId } from "@rrweb/types";
import { epochMs } from "../../../base/time.ts";
import type { RawRecord } from "../../record/raw-record.ts";
import type { ViewDecoder } from "../view-decoder.ts";

// Short ways to write records by hand, and to read what comes of them.

/** The time of records that do not say another. */
export const T = 1_700_000_000_000;

/** A record of any type. */
export const record = (type: number, data: unknown, at = T, more: object = {}): RawRecord => ({
  type,
  timestamp: epochMs(at),
  data,
  ...more,
});
export const meta = (href = "https://shop.test/a/b", at = T): RawRecord =>
  record(4, { width: 800, height: 600, href }, at);
export const incremental = (data: object, at = T): RawRecord => record(3, data, at);

/** A Change snapshot of a document with doctype, html (2), head (3) and body (4); further nodes count from 5. */
export const changeSnapshot = (nodes: readonly unknown[], more: readonly unknown[] = [], at = T): RawRecord =>
  record(
    2,
    [
      [
        1,
        [null, "#document"],
        [1, "#doctype", "html", "", ""],
        [0, "HTML"],
        [1, "HEAD"],
        [0, "BODY"],
        ...nodes,
      ],
      ...more,
    ],
    at,
    { format: 1 },
  );
export const change = (changes: readonly unknown[], at = T): RawRecord => record(12, changes, at);

type V1 = Readonly<Record<string, unknown>>;
export const element = (id: number, tagName: string, attributes: object = {}, ...childNodes: V1[]): V1 => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});
export const text = (id: number, textContent: string): V1 => ({ type: 3, id, textContent });
export const shadow = (id: number, ...childNodes: V1[]): V1 => ({
  type: 11,
  id,
  isShadowRoot: true,
  childNodes,
});

/** A V1 snapshot of a document with doctype, html (2), head (3) and body (4). */
export const v1Snapshot = (body: readonly V1[], head: readonly V1[] = [], at = T): RawRecord =>
  record(
    2,
    {
      node: {
        type: 0,
        id: 0,
        childNodes: [
          { type: 1, id: 1, name: "html", publicId: "", systemId: "" },
          element(2, "html", {}, element(3, "head", {}, ...head), element(4, "body", {}, ...body)),
        ],
      },
      initialOffset: { left: 0, top: 0 },
    },
    at,
    { format: 0 },
  );
export const v1Mutation = (
  parts: { adds?: unknown[]; removes?: unknown[]; attributes?: unknown[]; texts?: unknown[] },
  at = T,
): RawRecord => incremental({ source: 0, adds: [], removes: [], attributes: [], texts: [], ...parts }, at);

/** The root of the full snapshot among events. */
export function rootOf(events: readonly eventWithTime[]): serializedNodeWithId {
  const full = events.find(({ type }) => type === EventType.FullSnapshot);
  if (full?.type !== EventType.FullSnapshot) throw new Error("there is no full snapshot among the events");
  return full.data.node;
}

/** A node and what is below it as markup, shadow children in `<#shadow>`; attributes in order of names. */
export function markup(node: serializedNodeWithId): string {
  if ("textContent" in node) return node.textContent;
  if (!("childNodes" in node)) return "publicId" in node ? `<!${node.name}>` : "";
  const inner = (shadowed: boolean) =>
    node.childNodes
      .filter(({ isShadow }) => (isShadow === true) === shadowed)
      .map(markup)
      .join("");
  if (!("tagName" in node)) return inner(false);
  const attributes = Object.entries(node.attributes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}="${value}"`);
  const shadowed = inner(true);
  return `<${node.tagName}${attributes.join("")}>${shadowed && `<#shadow>${shadowed}</#shadow>`}${inner(false)}</${node.tagName}>`;
}

/** What is in the body of the page that the decoder holds, as markup. */
export const bodyOf = (decoder: ViewDecoder): string =>
  /<body[^>]*>(.*)<\/body>/s.exec(markup(rootOf(decoder.snapshot(epochMs(0)))))?.[1] ?? "";
/** Likewise, in the head. */
export const headOf = (decoder: ViewDecoder): string =>
  /<head>(.*)<\/head>/s.exec(markup(rootOf(decoder.snapshot(epochMs(0)))))?.[1] ?? "";

/** Data of the incremental events of one source. */
export const ofSource = (events: readonly eventWithTime[], source: number): unknown[] =>
  events
    .filter((event) => {
      if (event.type !== EventType.IncrementalSnapshot) return false;
      const found: number = event.data.source;
      return found === source;
    })
    .map(({ data }) => data);

/** Payloads of the Custom events with this tag. */
export const ofTag = (events: readonly eventWithTime[], tag: string): unknown[] =>
  events.flatMap((event) =>
    event.type === EventType.Custom && event.data.tag === tag ? [event.data.payload] : [],
  );
