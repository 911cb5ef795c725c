import { hostileBody, hostileHead, type HostileNode, laterAttributes, laterRule } from "./hostile-page.ts";

// The hostile page as records: a snapshot, and the same again by changes.

interface Numbered {
  readonly node: HostileNode | { readonly text: string };
  readonly id: number;
  readonly children: readonly Numbered[];
}

/** Numbers an element, its text and its children in document order, from `next()`. */
function numbered(node: HostileNode, next: () => number): Numbered {
  const id = next();
  const text = node.text === undefined ? [] : [{ node: { text: node.text }, id: next(), children: [] }];
  return { node, id, children: [...text, ...(node.children ?? []).map((child) => numbered(child, next))] };
}

function pageOf(canary: string): HostileNode {
  const head = { tag: "head", children: hostileHead(canary) };
  const body = { tag: "body", attributes: { background: `${canary}/body` }, children: hostileBody(canary) };
  return { tag: "html", children: [head, body] };
}

const counter = (from: number) => {
  let id = from - 1;
  return () => (id += 1);
};

function meta(timestamp: number, canary: string) {
  const data = { href: `${canary}/page`, width: 800, height: 600 };
  return { type: 4, timestamp, data };
}

/** The id of the first element with this tag name. */
function idOf(tag: string, { node, id, children }: Numbered): number {
  if ("tag" in node && node.tag === tag) return id;
  return children.reduce((found, child) => (found > 0 ? found : idOf(tag, child)), 0);
}

const serialised = ({ node, id, children }: Numbered): object =>
  "tag" in node
    ? {
        type: 2,
        id,
        tagName: node.tag,
        attributes: node.attributes ?? {},
        childNodes: children.map(serialised),
        ...(node.svg === true ? { isSVG: true } : {}),
      }
    : { type: 3, id, textContent: node.text };

/** As SDK 3 to 6 records it. */
export function oldRecords(start: number, canary: string) {
  const next = counter(2);
  const html = numbered(pageOf(canary), next);
  const added = numbered({ tag: "div", children: hostileBody(`${canary}/added`) }, next);
  const attributes = ["p", "img", "a", "iframe"].map((tag) => ({
    id: idOf(tag, html),
    attributes: laterAttributes(canary),
  }));
  const adds = [{ parentId: idOf("body", html), nextId: null, node: serialised(added) }];
  return [
    meta(start, canary),
    {
      type: 2,
      timestamp: start,
      data: {
        node: { type: 0, id: 1, childNodes: [serialised(html)] },
        initialOffset: { left: 0, top: 0 },
      },
    },
    { type: 3, timestamp: start + 1000, data: { source: 0, adds, removes: [], attributes, texts: [] } },
    {
      type: 3,
      timestamp: start + 1500,
      data: { source: 8, id: idOf("style", html), adds: [{ rule: laterRule(canary), index: 0 }] },
    },
    { type: 6, timestamp: start + 2000, data: { has_focus: true } },
  ];
}

/** AddNode items of a subtree; each node is the last child of its parent. */
function addNodes(top: Numbered, parent: number): unknown[] {
  const { node, id, children } = top;
  if (!("tag" in node)) return [[id - parent, "#text", node.text]];
  const name = node.svg === true ? `svg>${node.tag}` : node.tag.toUpperCase();
  const item = [id - parent, name, ...Object.entries(node.attributes ?? {})];
  return [item, ...children.flatMap((child) => addNodes(child, id))];
}

/** As SDK 7 records it. */
export function changeRecords(start: number, canary: string) {
  const next = counter(1);
  const html = numbered(pageOf(canary), next);
  const added = numbered({ tag: "div", children: hostileBody(`${canary}/added`) }, next);
  const sheet = idOf("style", html);
  const later = Object.entries(laterAttributes(canary));
  const attributes = ["p", "img", "a", "iframe"].map((tag): unknown[] => [idOf(tag, html), later].flat());
  const snapshot = [
    [1, [null, "#document"], ...addNodes(html, 0)],
    [7, [laterRule(`${canary}/sheet`)]],
    [8, [sheet, 0]],
  ];
  const changes = [
    [1, ...addNodes(added, idOf("body", html))],
    [3, ...attributes],
    [7, [[`@import url(${canary}/adopted-import);`, laterRule(`${canary}/adopted`)]]],
    [8, [0, 1]],
  ];
  return [
    meta(start, canary),
    { type: 2, format: 1, timestamp: start, data: snapshot },
    { type: 12, timestamp: start + 1000, data: changes },
    { type: 6, timestamp: start + 2000, data: { has_focus: true } },
  ];
}
