import {
  EventType,
  type eventWithTime,
  IncrementalSource,
  NodeType,
  type serializedNodeWithId,
} from "@rrweb/types";
import RrwebPlayer from "rrweb-player";
import "rrweb-player/dist/style.css";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { RawRecord } from "../record/raw-record.ts";
import { createViewDecoder } from "./create-view-decoder.ts";

// Feeds real recordings to the real player and compares the page it ends up with, node for node, with what the
// decoder says the page is.

const files = import.meta.glob<string>("../../../e2e/fixtures/recordings/*/segments/*.bin", {
  query: "?url",
  import: "default",
  eager: true,
});

interface View {
  readonly name: string;
  readonly urls: string[];
}

function viewsOfRecordings(): View[] {
  const views = new Map<string, string[]>();
  for (const [path, url] of Object.entries(files)) {
    const [, recording, view, index] = /recordings\/([^/]+)\/segments\/(\d+)-(\d+)\.bin$/.exec(path) ?? [];
    const name = `${recording}, view ${view}`;
    const urls = views.get(name) ?? [];
    urls[Number(index)] = url;
    views.set(name, urls);
  }
  return [...views].map(([name, urls]) => ({ name, urls }));
}

async function recordsOf(url: string): Promise<RawRecord[]> {
  const { body } = await fetch(url);
  const text = await new Response(body?.pipeThrough(new DecompressionStream("deflate"))).text();
  return (JSON.parse(text) as { records: RawRecord[] }).records;
}

interface Decoded {
  readonly events: eventWithTime[];
  readonly expected: serializedNodeWithId;
  /** What controls show, where their attributes do not say it. */
  readonly inputs: ReadonlyMap<number, { readonly text: string; readonly isChecked: boolean }>;
  /** Adopted style sheets by host. */
  readonly adopted: ReadonlyMap<number, number>;
}

async function decoded({ urls }: View): Promise<Decoded> {
  const decoder = createViewDecoder();
  const events: eventWithTime[] = [];
  for (const [index, url] of urls.entries()) events.push(...decoder.decode(index, await recordsOf(url)));
  const [, full, ...rest] = decoder.snapshot(epochMs(0));
  if (full?.type !== EventType.FullSnapshot) throw new Error("the view has no snapshot");
  events.push({
    type: EventType.Custom,
    data: { tag: "end", payload: {} },
    timestamp: lastTime(events) + 50,
  });
  const adopted = new Map<number, number>();
  const inputs = new Map<number, { text: string; isChecked: boolean }>();
  for (const { type, data } of rest) {
    if (type !== EventType.IncrementalSnapshot) continue;
    if (data.source === IncrementalSource.AdoptedStyleSheet) adopted.set(data.id, data.styleIds.length);
    if (data.source === IncrementalSource.Input) inputs.set(data.id, data);
  }
  return { events, expected: full.data.node, inputs, adopted };
}

const lastTime = (events: readonly eventWithTime[]) => events.at(-1)?.timestamp ?? 0;

type Replayer = ReturnType<InstanceType<typeof RrwebPlayer>["getReplayer"]>;

function openPlayer(events: eventWithTime[]): InstanceType<typeof RrwebPlayer> {
  return new RrwebPlayer({
    target: document.body,
    props: { events, autoPlay: false, showController: false, skipInactive: false, useVirtualDom: false },
  });
}

const happened = (replayer: Replayer, name: string) =>
  new Promise<void>((resolve) => {
    replayer.on(name, () => resolve());
  });

/** What the player has for the tree: differences, as words. */
function differences(replayer: Replayer, { expected, inputs, adopted }: Decoded): string[] {
  const found: string[] = [];
  const mirror = replayer.getMirror();
  const compare = (node: serializedNodeWithId): void => {
    const built = mirror.getNode(node.id);
    if (!built) {
      found.push(`${node.id} is missing`);
      return;
    }
    if (node.type === NodeType.Text && built.textContent !== node.textContent)
      found.push(`text ${node.id}: ${built.textContent} instead of ${node.textContent}`);
    if (node.type === NodeType.Element) {
      compareElement(found, node, built as Element);
      compareState(found, node, built as Element, inputs.get(node.id));
    }
    if (!("childNodes" in node)) return;
    const shadow = node.childNodes.filter(({ isShadow }) => isShadow);
    const light = node.childNodes.filter(({ isShadow }) => !isShadow);
    compareChildren(found, mirror, light, built, node.id);
    if (shadow.length > 0) compareChildren(found, mirror, shadow, (built as Element).shadowRoot, node.id);
    node.childNodes.forEach(compare);
  };
  compare(expected);
  for (const [id, count] of adopted) {
    const owner = mirror.getNode(id) as Document | Element | null;
    const root = owner && "shadowRoot" in owner ? owner.shadowRoot : owner;
    const has = root?.adoptedStyleSheets.filter(({ cssRules }) => cssRules.length > 0).length;
    if (has !== count) found.push(`${id} has adopted ${has} style sheets instead of ${count}`);
  }
  return found;
}

function compareChildren(
  found: string[],
  mirror: ReturnType<Replayer["getMirror"]>,
  expected: readonly serializedNodeWithId[],
  parent: Node | null,
  id: number,
): void {
  // Texts that the player makes for CSS and values have no recorded id.
  const built = [...(parent?.childNodes ?? [])]
    .map((child) => mirror.getId(child))
    .filter((child) => child > 0);
  const wanted = expected.map((child) => child.id);
  if (built.join() !== wanted.join())
    found.push(`children of ${id}: ${built.join()} instead of ${wanted.join()}`);
}

function compareElement(
  found: string[],
  node: Extract<serializedNodeWithId, { type: NodeType.Element }>,
  built: Element,
): void {
  const tag = node.tagName === "link" && node.attributes["_cssText"] ? "style" : node.tagName;
  if (built.localName !== tag) found.push(`${node.id} is ${built.localName} instead of ${tag}`);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name.startsWith("rr_") || name === "_cssText" || isState(node.tagName, name)) continue;
    const has = built.getAttribute(name);
    if (name === "class" ? tokens(has) !== tokens(String(value)) : has !== String(value))
      found.push(`${name} of ${node.id} ${node.tagName}: ${has} instead of ${value}`);
  }
  for (const { name } of built.attributes)
    if (!(name in node.attributes) && !name.startsWith("rr_") && !isOfPlayer(node.tagName, name))
      found.push(`${name} of ${node.id} ${node.tagName} should not be there`);
  if (built instanceof (built.ownerDocument.defaultView ?? window).HTMLStyleElement)
    compareRules(found, node.id, String(node.attributes["_cssText"]), built);
}

/** Rules that came one by one must be in the decoder's text, and the other way round. */
function compareRules(found: string[], id: number, cssText: string, built: HTMLStyleElement): void {
  const parsed = new CSSStyleSheet();
  parsed.replaceSync(cssText);
  const has = built.sheet?.cssRules.length;
  if (has !== parsed.cssRules.length)
    found.push(`style ${id} has ${has} rules, not ${parsed.cssRules.length}`);
}

/** Classes without those of the player's own; it evens out the blanks between them, too. */
const tokens = (value: string | null) =>
  (value ?? "")
    .split(/\s+/)
    .filter((token) => token !== "" && token !== ":hover" && token !== "rrweb-paused")
    .join(" ");

const isState = (tag: string, name: string) =>
  (["input", "textarea"].includes(tag) && name === "autocomplete") ||
  (["input", "textarea", "select"].includes(tag) && ["value", "checked"].includes(name)) ||
  (tag === "option" && name === "selected");

const isOfPlayer = (tag: string, name: string) => name === "class" || name === "style" || isState(tag, name);

function compareState(
  found: string[],
  node: Extract<serializedNodeWithId, { type: NodeType.Element }>,
  built: Element,
  input: { readonly text: string; readonly isChecked: boolean } | undefined,
): void {
  const { attributes, id } = node;
  const control = built as HTMLInputElement;
  const isToggle = attributes["type"] === "checkbox" || attributes["type"] === "radio";
  if (
    node.tagName === "input" &&
    isToggle &&
    control.checked !== (input?.isChecked ?? "checked" in attributes)
  )
    found.push(`${id} is ${control.checked ? "" : "not "}checked`);
  const isText = node.tagName === "textarea" || (node.tagName === "input" && !isToggle);
  const value = input?.text ?? attributes["value"] ?? "";
  if (isText && control.value !== value) found.push(`${id} shows ${control.value} instead of ${value}`);
}

const views = viewsOfRecordings();
const complaints = vi.fn<(...what: unknown[]) => void>();

beforeEach(() => {
  complaints.mockReset();
  vi.spyOn(console, "error").mockImplementation(complaints);
  vi.spyOn(console, "warn").mockImplementation(complaints);
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

test.each(views)("$name: a seek to the end rebuilds the decoder's page", async (view) => {
  const page = await decoded(view);
  const { events } = page;
  const player = openPlayer(events);
  const replayer = player.getReplayer();
  await happened(replayer, "fullsnapshot-rebuilded");
  player.goto(lastTime(events) - (events[0]?.timestamp ?? 0), false);
  expect(differences(replayer, page)).toEqual([]);
  expect(complaints.mock.calls).toEqual([]);
  replayer.destroy();
});

test.each(views)("$name: plain playback ends with the decoder's page", async (view) => {
  const page = await decoded(view);
  const { events } = page;
  // As fast as it goes: a millisecond from each event to the next.
  const fast = events.map((event, at) => Object.assign({}, event, { timestamp: 1000 + at }));
  const player = openPlayer(fast);
  const replayer = player.getReplayer();
  await happened(replayer, "fullsnapshot-rebuilded");
  const finished = happened(replayer, "finish");
  player.play();
  await finished;
  expect(differences(replayer, page)).toEqual([]);
  expect(complaints.mock.calls).toEqual([]);
  replayer.destroy();
});
