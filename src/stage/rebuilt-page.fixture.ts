import {
  EventType,
  type eventWithTime,
  type fullSnapshotEvent,
  NodeType,
  type serializedNodeWithId,
  type styleSheetRuleData,
} from "@rrweb/types";
import { epochMs } from "../base/time.ts";
import type { RawRecord } from "../replay/record/raw-record.ts";
import { createViewDecoder } from "../replay/translate/create-view-decoder.ts";
import { controlDifferences, type ExpectedControls, readControls } from "./rebuilt-controls.fixture.ts";
import {
  adoptedDifferences,
  type ExpectedRules,
  type ExpectedSheets,
  readAdopted,
  readRules,
  ruleDifference,
} from "./rebuilt-sheets.fixture.ts";

// What the decoder says a page is, and whether the page that was built is that: node for node.

/** A view's events, and its page at the end of them. */
export interface DecodedView {
  readonly events: readonly eventWithTime[];
  /** Those that rebuild the page as it is at the end. */
  readonly snapshot: readonly eventWithTime[];
  readonly page: fullSnapshotEvent["data"];
  readonly controls: ExpectedControls;
  readonly adopted: ExpectedSheets;
  readonly rules: ExpectedRules;
}

/** Decodes a view's segments, in order of index. */
export function decodeView(segments: readonly (readonly RawRecord[])[]): DecodedView {
  const decoder = createViewDecoder();
  const events = segments.flatMap((records, index) => decoder.decode(index, records));
  const snapshot = decoder.snapshot(epochMs(0));
  const [, full, ...rest] = snapshot;
  if (full?.type !== EventType.FullSnapshot) throw new Error("the view has no snapshot");
  return {
    events,
    snapshot,
    page: full.data,
    controls: readControls(rest),
    adopted: readAdopted(rest),
    rules: readRules(rest),
  };
}

type NodeOf = (id: number) => Node | null;
type ExpectedElement = Extract<serializedNodeWithId, { type: NodeType.Element }>;

/** Differences between a built page and what the decoder says it is, as words. `nodeOf` gives a node by its event's id. */
export function pageDifferences(
  nodeOf: NodeOf,
  { page, controls, adopted, rules }: DecodedView,
): readonly string[] {
  const found: string[] = [];
  const compare = (node: serializedNodeWithId): void => {
    const built = nodeOf(node.id);
    if (built === null) {
      found.push(`${node.id} is missing`);
      return;
    }
    if (node.type === NodeType.Text && built.textContent !== node.textContent)
      found.push(`text ${node.id}: ${built.textContent} instead of ${node.textContent}`);
    if (node.type === NodeType.Element) {
      found.push(...elementDifferences(node, built as Element, rules.get(node.id) ?? []));
      found.push(...controlDifferences(nodeOf, node, built as Element, controls));
    }
    if ("childNodes" in node) {
      found.push(...childDifferences(nodeOf, node, built));
      node.childNodes.forEach(compare);
    }
  };
  compare(page.node);
  found.push(...adoptedDifferences(nodeOf, adopted));
  const view = (nodeOf(page.node.id) as Document | null)?.defaultView;
  if (view && !stands(view.scrollX, view.scrollY, page.initialOffset, view.document.documentElement))
    found.push(`the page is scrolled to ${view.scrollX}, ${view.scrollY}`);
  return found;
}

function childDifferences(
  nodeOf: NodeOf,
  node: Extract<serializedNodeWithId, { childNodes: unknown }>,
  built: Node,
): readonly string[] {
  const shadow = node.childNodes.filter(({ isShadow }) => isShadow);
  const light = node.childNodes.filter(({ isShadow }) => !isShadow);
  const root = "shadowRoot" in built ? (built as Element).shadowRoot : null;
  return [
    ...(isSameList(nodeOf, light, built) ? [] : [`the children of ${node.id} are others`]),
    ...(isSameList(nodeOf, shadow, root) ? [] : [`the children of the shadow root of ${node.id} are others`]),
  ];
}

function isSameList(nodeOf: NodeOf, expected: readonly serializedNodeWithId[], parent: Node | null): boolean {
  const built = [...(parent?.childNodes ?? [])].filter((child) => !isMadeByPlayer(child));
  return built.length === expected.length && expected.every(({ id }, place) => nodeOf(id) === built[place]);
}

const nameOf = (node: Node | null) => (node as Partial<Element> | null)?.localName;

/** Texts that rrweb makes for CSS and values, and its own style sheet before the head. */
function isMadeByPlayer(node: ChildNode): boolean {
  const parent = nameOf(node.parentNode);
  if (node.nodeType === Node.TEXT_NODE) return parent === "style" || parent === "textarea";
  return nameOf(node) === "style" && parent === "html";
}

function elementDifferences(
  node: ExpectedElement,
  built: Element,
  edits: readonly styleSheetRuleData[],
): readonly string[] {
  const { id, tagName, attributes } = node;
  const found: string[] = [];
  const tag = tagName === "link" && attributes["_cssText"] ? "style" : tagName;
  if (built.localName !== tag) found.push(`${id} is ${built.localName} instead of ${tag}`);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("rr_") || name === "_cssText" || isOfPlayer(tagName, name)) continue;
    const has = built.getAttribute(name);
    if (name === "class" ? tokens(has) !== tokens(String(value)) : has !== String(value))
      found.push(`${name} of ${id} ${tagName}: ${has} instead of ${value}`);
  }
  for (const { name } of built.attributes)
    if (!(name in attributes) && !name.startsWith("rr_") && !["class", "style"].includes(name))
      if (!isOfPlayer(tagName, name)) found.push(`${name} of ${id} ${tagName} should not be there`);
  if (tag === "style")
    found.push(...ruleDifference(id, built as HTMLStyleElement, attributes["_cssText"] ?? "", edits));
  // The page's own position is the document's.
  if (tag === "html") return found;
  const { rr_scrollLeft: left = 0, rr_scrollTop: top = 0 } = attributes;
  if (!stands(built.scrollLeft, built.scrollTop, { left: Number(left), top: Number(top) }, built))
    found.push(
      `${id} ${tagName} is scrolled to ${built.scrollLeft}, ${built.scrollTop} instead of ${left}, ${top}`,
    );
  return found;
}

/** Classes without those of the player's own; it evens out the blanks between them, too. */
const tokens = (value: string | null) =>
  (value ?? "")
    .split(/\s+/)
    .filter((token) => token !== "" && token !== ":hover" && token !== "rrweb-paused")
    .join(" ");

const POINTER_MARKS = new Set(["data-rum-replay-hover", "data-rum-replay-active"]);

/** Attributes that rrweb writes, the stage's marks of the pointer, and those that say a state, compared for itself. */
const isOfPlayer = (tag: string, name: string) =>
  POINTER_MARKS.has(name) ||
  (["input", "textarea"].includes(tag) && name === "autocomplete") ||
  (["input", "textarea", "select"].includes(tag) && ["value", "checked"].includes(name)) ||
  (tag === "option" && name === "selected");

/** Whether something is scrolled to where it should be, or as far as there is anything. */
const stands = (
  x: number,
  y: number,
  { left, top }: { readonly left: number; readonly top: number },
  { scrollWidth, clientWidth, scrollHeight, clientHeight }: Element,
): boolean => isAt(x, left, scrollWidth - clientWidth) && isAt(y, top, scrollHeight - clientHeight);

const isAt = (at: number, wanted: number, most: number): boolean =>
  Math.abs(at - wanted) <= 1 || (wanted > at && at >= most - 1);
