import { FOCUS_ATTRIBUTE } from "../document/focus.ts";
import type { ElementNode, ElementState } from "../document/page-node.ts";
import type { Addresses } from "./address.ts";
import { addressRole, attributeRule, isRefused } from "./attribute-rules.ts";
import { CANVAS_IMAGE, canvasState } from "./canvas-state.ts";
import { importSheet, rewriteCss } from "./css-addresses.ts";
import type { CssMemo } from "./css-memo.ts";
import { rewriteMedia } from "./css-media.ts";
import { rewriteStates } from "./css-states.ts";
import { factsOf, type TagFacts } from "./tag-facts.ts";

/** Attributes as rrweb takes them. */
export type EventAttributes = Record<string, string | number>;
/** Changed attributes; null deletes. */
export type ChangedAttributes = Record<string, string | null>;

/**
 * Marks elements whose content no recording has or may show, for the stage to style: `frame` or `media`. Canvases are
 * not marked: pages lay them over what they draw on, and where nothing is drawn nothing is to be seen.
 */
const PLACEHOLDER = "data-rum-replay-placeholder";

const OLDER_LINK = "xlink:href";
/** What decides which style sheet a `<link>` loads; its `media` stays an attribute. */
const LINK_ATTRIBUTES = ["href", "rel", "type", "disabled"];

/** Turns an element's attributes and state into attributes that are safe in the replay. */
export class AttributeTranslator {
  readonly #addresses: Addresses;
  readonly #memo: CssMemo;

  constructor(addresses: Addresses, memo: CssMemo) {
    this.#addresses = addresses;
    this.#memo = memo;
  }

  /** All attributes of an element, its present state among them, as a fresh object. */
  all(element: ElementNode): EventAttributes {
    const out: EventAttributes = {};
    const { pairs } = element.attributes;
    const { role } = factsOf(element);
    for (let at = 0; at < pairs.length; at += 2)
      this.#put(out, element, shownName(element, pairs[at] ?? ""), pairs[at + 1] ?? "");
    if (element.tag === "input") valueLast(out);
    if (role !== "none") this.#ofRole(out, element, role);
    if (role === "style" || element.state?.sheets) out["_cssText"] = this.cssText(element);
    else if (element.tag === "link") {
      const css = this.#linkedCss(element);
      if (css !== "") out["_cssText"] = css;
    }
    if (element.state) this.#state(out, element, element.state);
    return out;
  }

  /** The named attributes as they are now. */
  changed(element: ElementNode, names: ReadonlySet<string>): ChangedAttributes {
    const out: ChangedAttributes = {};
    for (const recorded of names) {
      const name = shownName(element, recorded);
      if (name === FOCUS_ATTRIBUTE) out[name] = element.state?.focus ?? null;
      const value = element.attributes.get(name) ?? olderLink(element, name);
      const rule = attributeRule(name);
      if (rule === "drop") continue;
      if (value === undefined || rule !== "keep") out[name] = null;
      if (value !== undefined) this.#put(out, element, name, value);
    }
    if (element.tag === "canvas" && names.has("width")) {
      if (element.state?.image !== undefined) out[CANVAS_IMAGE] = null;
      canvasState(out, element);
    }
    const size = element.state?.size;
    if (size && names.has("style"))
      out["style"] = `${out["style"] ?? ""};width:${size.width};height:${size.height}`;
    return out;
  }

  /** The CSS of a `<style>` or `<link>` as one text. */
  cssText(element: ElementNode): string {
    if (element.tag === "link" && !isSheetOn(element)) return "";
    if (element.tag === "link" && !element.state?.sheets) return this.#linkedCss(element);
    const media = element.attributes.has("media");
    const texts: string[] = [];
    for (const sheet of element.state?.sheets ?? []) {
      if (sheet.disabled) continue;
      const css = this.rule(sheet.text());
      texts.push(
        sheet.media.length > 0 && !media ? `@media ${rewriteMedia(sheet.media.join(", "))} { ${css} }` : css,
      );
    }
    return texts.join("\n");
  }

  /** Whether changes of these attributes change which style sheet a `<link>` has, or whether it applies. */
  changesSheet(element: ElementNode, names: ReadonlySet<string>): boolean {
    if (element.tag !== "link") return false;
    if (element.state?.sheets) return names.has("disabled") || names.has("rel");
    return this.#addresses.loadsSheets && LINK_ATTRIBUTES.some((name) => names.has(name));
  }

  /** CSS of a sheet, or a rule of one, as it is in the replay. */
  rule(css: string): string {
    return this.#memo.take(css, this.#addresses, this.#rewritten);
  }

  readonly #rewritten = (css: string): string =>
    rewriteStates(rewriteMedia(rewriteCss(css, this.#addresses)));

  /** Whether an audio or video element has a source that the replay may load. */
  isPlayable(element: ElementNode): boolean {
    const sources = [element.attributes.get("src")];
    for (let node = element.first; node; node = node.next)
      if (node.kind === "element" && node.tag === "source") sources.push(node.attributes.get("src"));
    return sources.some((src) => src !== undefined && this.#addresses.loadable(src, "media"));
  }

  /**
   * The CSS that loads the sheet of a `<link>`. As a link the player would wait for it and, when it has come, skip the
   * events of that moment; given CSS, the player builds a `<style>` in its place.
   */
  #linkedCss(element: ElementNode): string {
    const { attributes } = element;
    const type = (attributes.get("type") ?? "").trim().toLowerCase();
    const href = attributes.get("href");
    if (!isSheetOn(element) || !href || (type !== "" && type !== "text/css")) return "";
    return importSheet(href, this.#addresses);
  }

  #put(out: EventAttributes | ChangedAttributes, element: ElementNode, name: string, value: string): void {
    const rule = attributeRule(name);
    switch (rule) {
      case "keep":
        out[name] = value;
        return;
      case "of-tag":
        if (!isRefused(element, name, value))
          out[element.tag === "link" && name === "rel" ? "rr_rel" : name] = value;
        return;
      case "css":
        out[name] = rewriteMedia(rewriteCss(value, this.#addresses));
        return;
      case "query":
        out[name] = rewriteMedia(value);
        return;
      case "aside":
        out[`rr_${name}`] = value;
        return;
      case "set":
        this.#set(out, name, value, this.#addresses.loadableSet(value));
        return;
      case "link":
      case "load":
        this.#address(out, element, name, value);
        return;
      case "animated":
        // Addresses that come and go cannot be resolved one by one, and could run script or load something.
        if (!/href/i.test(value)) out[name] = value;
        return;
      case "drop":
        return;
    }
  }

  #address(
    out: EventAttributes | ChangedAttributes,
    element: ElementNode,
    name: string,
    value: string,
  ): void {
    const role = attributeRule(name) === "link" ? "link" : addressRole(element.tag, name);
    switch (role) {
      case "link": {
        const absolute = this.#addresses.absolute(value);
        if (absolute !== null) out[name] = absolute;
        return;
      }
      case "never":
        return this.#set(out, name, value, null);
      case "fragment":
        return this.#set(out, name, value, this.#addresses.fragment(value));
      case "image":
      case "font":
      case "media":
      case "style":
        this.#set(out, name, value, this.#addresses.loadable(value, role));
    }
  }

  #set(out: EventAttributes | ChangedAttributes, name: string, value: string, loadable: string | null): void {
    if (loadable === null) out[`rr_${name}`] = this.#addresses.absolute(value) ?? "";
    else out[name] = loadable;
  }

  /** Adds the placeholder of what has no content, and what else goes by the element's role. */
  #ofRole(out: EventAttributes, element: ElementNode, role: TagFacts["role"]): void {
    switch (role) {
      case "frame":
        out[PLACEHOLDER] = role;
        return;
      case "canvas":
        return canvasState(out, element);
      case "media":
        if (!this.isPlayable(element)) out[PLACEHOLDER] = role;
        return;
      case "textarea":
        // Its value at the time, which is left out where it is empty; rrweb makes its text of it.
        out["value"] = element.attributes.get("value") ?? "";
        return;
      case "style":
      case "none":
    }
  }

  #state(out: EventAttributes, element: ElementNode, { scroll, size, media, focus }: ElementState): void {
    if (scroll && (scroll.x !== 0 || scroll.y !== 0)) {
      out["rr_scrollLeft"] = scroll.x;
      out["rr_scrollTop"] = scroll.y;
    }
    if (size) {
      out["rr_width"] = size.width;
      out["rr_height"] = size.height;
    }
    if (focus !== undefined) out[FOCUS_ATTRIBUTE] = focus;
    // Without a source, playing fails after a while, and the browser complains.
    if (media && this.isPlayable(element)) out["rr_mediaState"] = media;
  }
}

/** Links of the older kind are said as of the newer: rrweb's mutations set them without their namespace. */
const shownName = ({ svg, attributes }: ElementNode, name: string): string =>
  svg && name === OLDER_LINK && !attributes.has("href") ? "href" : name;

/** Where the newer kind is missing, the older counts, whose changes the SDK takes for those of the newer. */
const olderLink = ({ svg, attributes }: ElementNode, name: string): string | undefined =>
  svg && name === "href" ? attributes.get(OLDER_LINK) : undefined;

/** Whether the sheet of a `<link>` applies: an alternate one does when a person chooses it, which is not recorded. */
export function isSheetOn({ attributes }: Pick<ElementNode, "attributes">): boolean {
  const rel = (attributes.get("rel") ?? "").toLowerCase().split(/\s+/);
  return rel.includes("stylesheet") && !rel.includes("alternate") && !attributes.has("disabled");
}

/** A value is cut to what the field takes when it is set: `type`, `min` and `max` must be known by then. */
function valueLast(out: EventAttributes): void {
  const { value } = out;
  delete out["value"];
  if (value !== undefined) out["value"] = value;
}
