import { splitBlock, splitRules } from "./css-rules.ts";

// Which rules every browser takes: of many that is plain to see. Of the others (vendors' pseudo-elements, recent
// selectors) only a browser knows.

const IDENT = "-?[a-z_][-a-z0-9_]*";
const PSEUDO_CLASS =
  "hover|focus|active|visited|link|checked|disabled|enabled|empty|(?:first|last|only)-child";
/** A name, classes and ids, pseudo-classes, a pseudo-element; any of them, and not none. */
const COMPOUND = new RegExp(
  `^(?!$)(?:${IDENT}|\\*)?(?:[.#]${IDENT})*(?::(?:${PSEUDO_CLASS}))*(?:::?(?:before|after))?$`,
  "i",
);
const AT_RULE = new RegExp(`^@(?:media\\b|font-face$|keyframes\\s+${IDENT}$)`, "i");

/** Longer heads and those whose selectors are less simple are not looked into. */
const LONGEST_HEAD = 1000;

const known = new Map<string, boolean>();

/** Whether it is certain that browsers take a rule wherever no `@import` or `@namespace` comes after it. */
export function isTakenEverywhere(rule: string): boolean {
  const found = known.get(rule);
  if (found !== undefined) return found;
  const isTaken = decide(rule);
  if (known.size >= 5000) known.clear();
  if (rule.length < LONGEST_HEAD) known.set(rule, isTaken);
  return isTaken;
}

function decide(rule: string): boolean {
  const [only, ...more] = splitRules(rule);
  const block = more.length === 0 && only?.endsWith("}") ? splitBlock(only) : undefined;
  if (!block || block.head.length > LONGEST_HEAD) return false;
  const head = block.head.slice(0, -1).trim();
  return head.startsWith("@") ? AT_RULE.test(head) : head.split(",").every(isPlainSelector);
}

const isPlainSelector = (selector: string): boolean =>
  selector
    .trim()
    .split(/\s*[>+~]\s*|\s+/)
    .every((compound) => COMPOUND.test(compound));
