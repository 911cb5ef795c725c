import {
  EventType,
  type eventWithTime,
  type fullSnapshotEvent,
  IncrementalSource,
  NodeType,
  type serializedNodeWithId,
} from "@rrweb/types";
import type { AssetReason } from "../../wire/assets.ts";
import { deferred, type Deferred } from "../../base/deferred.ts";
import { isInSight } from "./awaited-assets.ts";
import type { Found } from "./asset-watch.ts";
import type { CanvasImages, ImageUser } from "./canvas-images.ts";
import { ComingImages, imageOf, imagesNamed } from "./coming-images.ts";
import type { Awaited } from "./patience.ts";
import { type Canvas, isShown, PLACEHOLDER, show } from "./shown-canvas.ts";

/** Of a hostile page, no more canvases than this show what they showed. */
const MOST_CANVASES = 300;
/** Changes of these change how an image is shown. */
const RELAID = ["style", "width", "height"];

/**
 * What the canvases of a frame show. Without scripts a browser takes a canvas for an element without content, so the
 * image becomes its content by CSS: it is laid out and fitted as the canvas was. A canvas keeps the image that it
 * shows until the next one is there.
 */
export class FrameCanvases implements ImageUser {
  readonly #images: CanvasImages;
  readonly #nodeOf: (id: number) => Node | null;
  readonly #found: Found;
  readonly #coming = new ComingImages();
  #canvases = new Map<Node, Canvas>();
  /** What waits for an image, by its id. */
  readonly #awaited = new Map<string, Deferred<void>>();
  readonly #changed = new Set<Canvas>();
  #isDue = false;
  #hasEnded = false;

  /** `nodeOf` gives the node of the page that has a recorded id. */
  constructor(images: CanvasImages, nodeOf: (id: number) => Node | null, found: Found) {
    this.#images = images;
    this.#nodeOf = nodeOf;
    this.#found = found;
    images.join(this);
  }

  /** The page has been built anew from a snapshot. */
  begin({ node }: fullSnapshotEvent["data"]): void {
    this.#canvases = new Map();
    this.#changed.clear();
    this.#readTree(node);
  }

  /** These events are to come, in order of time. */
  foresee(events: readonly eventWithTime[]): void {
    this.#coming.add(events);
    this.#images.changed();
  }

  /** An event has been applied to the page. */
  applied(event: eventWithTime): void {
    if (event.type !== EventType.IncrementalSnapshot || event.data.source !== IncrementalSource.Mutation)
      return;
    if (this.#coming.passed(event.timestamp)) this.#images.changed();
    for (const [id, image] of imagesNamed(event.data)) this.#name(id, image);
    if (this.#canvases.size === 0) return;
    for (const { id, attributes } of event.data.attributes) {
      const canvas = RELAID.some((name) => name in attributes) ? this.#canvasOf(id) : undefined;
      if (canvas !== undefined) this.#change(canvas);
    }
  }

  /** Images that canvases in sight are to show, and do not yet. */
  awaited(): readonly Awaited[] {
    this.#update();
    const waits = new Map<string, Awaited>();
    for (const canvas of this.#inPage()) {
      const { id, element } = canvas;
      if (isShown(canvas) || this.#isRefused(id) || !isInSight(element)) continue;
      const wait = this.#awaited.get(id) ?? deferred();
      this.#awaited.set(id, wait);
      waits.set(id, { key: `canvas ${id}`, settled: wait.promise });
    }
    return [...waits.values()];
  }

  shows(id: string): boolean {
    return this.#inPage().some((canvas) => canvas.id === id);
  }

  shown(): Iterable<string> {
    return this.#inPage().map(({ id }) => id);
  }

  coming(): readonly string[] {
    return this.#coming.next();
  }

  settled(id: string): void {
    for (const canvas of this.#inPage()) if (canvas.id === id) this.#change(canvas);
  }

  /** The frame goes. */
  end(): void {
    this.#hasEnded = true;
    this.#images.leave(this);
    for (const wait of this.#awaited.values()) wait.resolve();
  }

  #readTree(node: serializedNodeWithId): void {
    if (node.type === NodeType.Element) {
      const image = imageOf(node.attributes);
      if (image !== undefined) this.#name(node.id, image);
    }
    if ("childNodes" in node) for (const child of node.childNodes) this.#readTree(child);
  }

  #canvasOf(id: number): Canvas | undefined {
    const node = this.#nodeOf(id);
    return node === null ? undefined : this.#canvases.get(node);
  }

  #name(nodeId: number, image: string | null): void {
    const node = this.#nodeOf(nodeId);
    // Nodes are of the frame's realm, whose classes are not those of this one.
    if (node?.nodeName !== "CANVAS") return;
    const element = node as HTMLCanvasElement;
    const canvas = this.#canvases.get(node) ?? { element, id: "", shown: null };
    canvas.id = image ?? "";
    this.#canvases.set(node, canvas);
    this.#change(canvas);
    this.#images.changed();
  }

  /** The canvases that are in the page, as many as may show something. */
  #inPage(): readonly Canvas[] {
    return [...this.#canvases.values()]
      .filter(({ element, id }) => id !== "" && element.isConnected)
      .slice(0, MOST_CANVASES);
  }

  /** Shown when the present task has done its changes. */
  #change(canvas: Canvas): void {
    this.#changed.add(canvas);
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#update());
  }

  #update(): void {
    this.#isDue = false;
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length === 0 || this.#hasEnded) return;
    for (const node of this.#canvases.keys()) if (!node.isConnected) this.#canvases.delete(node);
    const allowed = new Set(this.#inPage());
    for (const canvas of changed) {
      if (canvas.id === "") show(canvas, null);
      else if (allowed.has(canvas)) this.#show(canvas, allowed);
      else if (canvas.element.isConnected) this.#fail(canvas, { reason: "busy", count: 1 });
    }
  }

  #show(canvas: Canvas, all: ReadonlySet<Canvas>): void {
    if (isShown(canvas)) return show(canvas, canvas.shown);
    const image = this.#images.get(canvas.id);
    if (image === undefined) return;
    if ("url" in image) return void this.#load(canvas, image.url);
    const count = [...all].filter(({ id }) => id === canvas.id).length;
    this.#fail(canvas, { reason: image.reason, count });
  }

  /** Decoded before it is shown, so that nothing flashes. */
  async #load(canvas: Canvas, url: string): Promise<void> {
    const { id } = canvas;
    const loading = canvas.element.ownerDocument.createElement("img");
    loading.src = url;
    loading.alt = id;
    const isUsable = await loading.decode().then(
      () => true,
      () => false,
    );
    if (this.#hasEnded || canvas.id !== id) return;
    if (!isUsable) return this.#images.fail(id, "type");
    show(canvas, loading);
    this.#found(id, "canvas", "loaded");
    this.#settle(id);
  }

  #fail(canvas: Canvas, finding: { readonly reason: AssetReason; readonly count: number }): void {
    show(canvas, null);
    // Something was uploaded, and cannot be shown. Where nothing was, nothing may have been drawn.
    if (finding.reason === "type" || finding.reason === "too-large")
      canvas.element.setAttribute(PLACEHOLDER, "canvas");
    this.#found(canvas.id, "canvas", finding);
    this.#settle(canvas.id);
  }

  #settle(id: string): void {
    this.#awaited.get(id)?.resolve();
    this.#awaited.delete(id);
  }

  #isRefused(id: string): boolean {
    const image = this.#images.get(id);
    return image !== undefined && "reason" in image;
  }
}
