import { FOCUS_ATTRIBUTE } from "../document/focus.ts";
import { hasAny } from "./css-words.ts";
import { QuotedParts } from "./quoted-parts.ts";

// In a replay nothing is ever hovered, pressed or focused: no pointer reaches it. What was is marked with attributes,
// by the stage and by the translator; selectors ask for these instead.

/** Escaped colons are part of a name (`.hover\:red`); `(hover:hover)` asks about a device. */
const PSEUDO = /(?<![\\:]|\((?:any-)?hover\s*):(hover|active|focus(?:-visible|-within)?)(?![-\w\\])/gi;

/** A pseudo-element right before: what can follow it are pseudo-classes, and never an attribute. */
const OF_PSEUDO_ELEMENT = /:(?::[-\w]+|before|after|first-line|first-letter)(?:\([^()]*\))?(?::[-\w]+)*$/i;
/** What is replaced holds one of them. */
const WORDS = [":hover", ":active", ":focus"];
/** How far back it is looked for. */
const FAR = 100;

/** What each pseudo-class becomes. */
const MARKS = new Map([
  ["hover", "[data-rum-replay-hover]"],
  ["active", "[data-rum-replay-active]"],
  ["focus", `[${FOCUS_ATTRIBUTE}~="focus"]`],
  ["focus-visible", `[${FOCUS_ATTRIBUTE}~="visible"]`],
  ["focus-within", `[${FOCUS_ATTRIBUTE}~="within"]`],
]);

/** CSS whose selectors ask for the marks of pointer and focus. Each counts as much as what it takes the place of. */
export function rewriteStates(css: string): string {
  if (!hasAny(css, WORDS)) return css;
  const quoted = new QuotedParts(css);
  const selectors = new Selectors(css);
  let rewritten = "";
  let done = 0;
  for (const found of css.matchAll(PSEUDO)) {
    if (quoted.covers(found.index) || !selectors.covers(found.index)) continue;
    if (OF_PSEUDO_ELEMENT.test(css.slice(Math.max(0, found.index - FAR), found.index))) continue;
    rewritten += css.slice(done, found.index) + (MARKS.get(found[1]?.toLowerCase() ?? "") ?? found[0]);
    done = found.index + found[0].length;
  }
  return done === 0 ? css : rewritten + css.slice(done);
}

/** The parts of a CSS text that are followed by a block, rather than by the end of a declaration. */
class Selectors {
  readonly #css: string;
  readonly #end = /[{};]/g;
  #at = -1;

  constructor(css: string) {
    this.#css = css;
  }

  /** Whether a place lies in such a part. Places must rise from call to call. */
  covers(place: number): boolean {
    if (this.#at < place) {
      this.#end.lastIndex = place;
      this.#at = this.#end.exec(this.#css)?.index ?? Infinity;
    }
    return this.#css.charAt(this.#at) === "{";
  }
}
