import type { ElementNode } from "../document/page-node.ts";
import type { AddressUse } from "./address.ts";
import { isAttributeName } from "./names.ts";
import { factsOf } from "./tag-facts.ts";
import { refusesValue } from "./values.ts";

/**
 * What is done with an attribute, by its name.
 * `keep`: as it is; `query`: a media query; `drop`: not at all; `css`: addresses in its `url(…)`; `link`: an address that nothing
 * loads by itself; `load`: an address that is loaded; `set`: a `srcset`; `aside`: kept under a name that no
 * browser acts on; `animated`: the name of an attribute that SVG animation sets; `of-tag`: it depends on the
 * element.
 */
export type AttributeRule =
  | "keep"
  | "query"
  | "drop"
  | "css"
  | "link"
  | "load"
  | "set"
  | "aside"
  | "animated"
  | "of-tag";

const RULES = new Map<string, AttributeRule>([
  ["style", "css"],
  ["media", "query"],
  // Presentation attributes of SVG that take url(…).
  ...["fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid"].map(
    (name) => [name, "css"] as const,
  ),
  ["marker-end", "css"],
  ["src", "load"],
  ["href", "load"],
  ["xlink:href", "load"],
  ["poster", "load"],
  ["data", "load"],
  ["background", "load"],
  ["srcset", "set"],
  ["imagesrcset", "set"],
  ["action", "link"],
  ["formaction", "link"],
  ["cite", "link"],
  ["longdesc", "link"],
  ["srcdoc", "aside"],
  ["http-equiv", "aside"],
  ["ping", "aside"],
  ["manifest", "aside"],
  ["codebase", "aside"],
  ["archive", "aside"],
  ["classid", "aside"],
  ["code", "aside"],
  ["lowsrc", "aside"],
  ["dynsrc", "aside"],
  // What SVG animation sets.
  ["attributename", "animated"],
  ...["to", "from", "by", "values"].map((name) => [name, "css"] as const),
  ["allow", "of-tag"],
  ["sandbox", "of-tag"],
  ["csp", "of-tag"],
  ["rel", "of-tag"],
  ["value", "of-tag"],
  ["name", "of-tag"],
  ["referrerpolicy", "aside"],
  ["attributionsrc", "aside"],
  // What was fetched with leave of the page's own origin is fetched from another now.
  ["crossorigin", "aside"],
  ["autofocus", "drop"],
  ["_csstext", "drop"],
]);

const known = new Map<string, AttributeRule>();

/** The rule for a recorded attribute name. */
export function attributeRule(name: string): AttributeRule {
  const rule = known.get(name);
  if (rule) return rule;
  const found = decide(name);
  if (known.size < 5000) known.set(name, found);
  return found;
}

function decide(name: string): AttributeRule {
  const lower = name.toLowerCase();
  // rr_… are rrweb's own: some make it load things. data-rum-replay-… are ours. Event handlers are dropped
  // whatever they are.
  const isReserved = lower.startsWith("rr_") || lower.startsWith("data-rum-replay-");
  if (!isAttributeName(name) || isReserved || /^on[a-z]+$/.test(lower)) return "drop";
  return RULES.get(lower) ?? "keep";
}

/** `use` draws a part of an SVG file. */
const IMAGES = new Set(["img", "input", "image", "feImage", "use", "body", "table", "td", "th", "tr"]);
const MEDIA = new Set(["audio", "video", "source", "track", "bgsound"]);
const LINKS = new Set(["a", "area"]);

/**
 * What is done with the address in an attribute that may load something. `link`: nothing loads it here.
 * `fragment`: it names another element of the page, and only that may stay. `never`: frames, whose content is not
 * recorded and must not be today's; `base`, since all addresses are resolved already; `link`, whose sheet is imported.
 */
export function addressRole(tag: string, attribute: string): AddressUse | "link" | "fragment" | "never" {
  if (LINKS.has(tag)) return "link";
  if (tag === "base" || tag === "link" || factsOf({ tag, svg: false }).role === "frame") return "never";
  if (attribute === "poster" || attribute === "background" || IMAGES.has(tag)) return "image";
  return MEDIA.has(tag) ? "media" : "fragment";
}

/**
 * Whether an attribute that depends on its element is left out.
 * Frames have attributes about what they may do, of no use without content; browsers warn of odd ones. What requests
 * say of who makes them is not the recorded page's to choose.
 */
export function isRefused(element: ElementNode, name: string, value: string): boolean {
  if (name === "name") return element.tag === "meta" && isRefusedMeta(element, value.trim().toLowerCase());
  if (name !== "value") return name !== "rel" && factsOf(element).role === "frame";
  return refusesValue(element, value);
}

/** A page that takes light or dark is drawn light, which is what a page is without saying so. */
function isRefusedMeta({ attributes }: ElementNode, name: string): boolean {
  return name === "referrer" || (name === "color-scheme" && /light/i.test(attributes.get("content") ?? ""));
}
