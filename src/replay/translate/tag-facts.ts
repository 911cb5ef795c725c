import { isMathMl, MATHML } from "./mathml-names.ts";
import { elementName, isCustomName } from "./names.ts";

/** What is special about an element in the replay, by its tag. */
export interface TagFacts {
  /** A name that `createElement` accepts; of an element of MathML, one that the stage knows it by. */
  readonly name: string;
  /** A custom element, whose definition a stub stands for, so that `:defined` holds. */
  readonly isCustom: boolean;
  /** Never in the replay. */
  readonly isScript: boolean;
  /** Its children are never in the replay: they are an attribute there, or are not shown. */
  readonly isClosed: boolean;
  /** `attachShadow` works on it; on others it throws. */
  readonly canHost: boolean;
  /** What more there is to its attributes. */
  readonly role: "none" | "frame" | "canvas" | "media" | "textarea" | "style";
}

const CLOSED = new Set(["style", "link", "textarea", "iframe", "frame", "script", "noscript"]);
const HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "),
);
const ROLES = new Map<string, TagFacts["role"]>([
  ...["iframe", "frame", "object", "embed", "portal", "fencedframe", "applet"].map(
    (tag) => [tag, "frame"] as const,
  ),
  ["canvas", "canvas"],
  ["audio", "media"],
  ["video", "media"],
  ["textarea", "textarea"],
  ["style", "style"],
]);

const html = new Map<string, TagFacts>();
const svgs = new Map<string, TagFacts>();

/** The facts for an element with this recorded tag. */
export function factsOf({ tag, svg }: { readonly tag: string; readonly svg: boolean }): TagFacts {
  const known = svg ? svgs : html;
  const facts = known.get(tag);
  if (facts) return facts;
  const found = decide(tag, svg);
  // Pages have a few hundred tags; a hostile one must not fill the memory with them.
  if (known.size < 2000) known.set(tag, found);
  return found;
}

function decide(tag: string, svg: boolean): TagFacts {
  const name = !svg && isMathMl(tag) ? `${MATHML}${tag}` : elementName(tag, svg);
  const isCustom = !svg && isCustomName(name);
  return {
    name,
    isCustom,
    isScript: tag.toLowerCase() === "script",
    isClosed: CLOSED.has(tag),
    canHost: !svg && (HOSTS.has(name) || isCustom),
    role: ROLES.get(tag) ?? "none",
  };
}
