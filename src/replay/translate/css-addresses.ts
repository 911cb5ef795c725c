import type { Addresses, AddressUse } from "./address.ts";
import { CssWords, hasAny } from "./css-words.ts";
import { QuotedParts } from "./quoted-parts.ts";

// Every alternative takes what it has begun, so that hostile text costs linear time. The end of the text closes
// whatever is open, as it does in browsers: `url(x` at the end is an address.
const STRING = String.raw`"(?:[^"\\\n]|\\(?:[\s\S]|$))*"?|'(?:[^'\\\n]|\\(?:[\s\S]|$))*'?`;
const URL_TOKEN = String.raw`url\(\s*(?:"((?:[^"\\\n]|\\(?:[\s\S]|$))*)(?:"|$)|'((?:[^'\\\n]|\\(?:[\s\S]|$))*)(?:'|$)|((?:[^"'()\\\s]|\\(?:[^\n]|$)|(?<=\\[0-9a-f]{1,6})\s)*))\s*(?:\)|$)`;
const COMMENT = String.raw`/\*(?:[^*]|\*(?!/))*(?:\*/)?`;
const PATTERN = new RegExp(
  [
    URL_TOKEN,
    "@font-face",
    String.raw`@namespace[^;{}]*;?`,
    String.raw`@import(?:\s|${COMMENT})*(url\(\s*(?:${STRING}|[^)"']*)\s*\)?|${STRING})([^;{}]*);?`,
  ].join("|"),
  "iy",
);
/** What is replaced holds one of them. */
const WORDS = ["url(", "@import", "image-set("];
/** Each alternative of the pattern begins with one of them. */
const BEGINNINGS = ["url(", "@font-face", "@namespace", "@import"];

/** What a text with `image-set()` is walked through by: strings right inside of it are addresses. */
const SET_PARTS = new RegExp([URL_TOKEN, STRING, COMMENT, String.raw`image-set\(|\(|\)`].join("|"), "gi");

/** Takes the place of a rule that would load a sheet: keeps the number of rules, for those addressed by index. */
const NO_RULE = "@media not all {}";
/** An empty address is valid wherever an address is, and loads nothing, without a word on the console. */
const NOTHING = 'url("")';

/** CSS text with its addresses resolved, and those that are not to be loaded emptied. */
export function rewriteCss(recorded: string, addresses: Addresses): string {
  const plain = withPlainNames(recorded);
  if (!hasAny(plain, WORDS)) return recorded;
  const css = /image-set\(/i.test(plain) ? withoutBareAddresses(plain) : plain;
  let rewritten = "";
  let done = 0;
  let fontFaceEnd = -1;
  const quoted = new QuotedParts(css);
  const beginnings = new CssWords(css, BEGINNINGS);
  let next = 0;
  for (let at = beginnings.from(0); at < Infinity; at = beginnings.from(next)) {
    next = at + 1;
    PATTERN.lastIndex = at;
    const found = PATTERN.exec(css);
    if (!found) continue;
    next = PATTERN.lastIndex;
    if (quoted.covers(at)) continue;
    quoted.passOver(next);
    const [match, double, single, bare, target, conditions = ""] = found;
    const address = double ?? single ?? bare;
    let replacement: string | undefined;
    if (address !== undefined) {
      const use = found.index < fontFaceEnd ? "font" : "image";
      replacement = urlToken(unescape(address), use, addresses);
    } else if (/^@font-face/i.test(match)) fontFaceEnd = endOfBlock(css, found.index);
    else if (target !== undefined) replacement = importRule(target, conditions, addresses);
    if (replacement === undefined) continue;
    rewritten += css.slice(done, found.index) + replacement;
    done = next;
  }
  return done === 0 ? css : rewritten + css.slice(done);
}

const NAME = /(?:\\(?:[0-9a-f]{1,6}\s?|[^\n0-9a-f])|[-\w\u0080-\uffff])+/gi;

/**
 * The same text with the names that matter here written without escapes: `u\72l(x)` is `url(x)`. Lines end with
 * line feeds, as the first step of parsing has it.
 */
function withPlainNames(recorded: string): string {
  const css =
    recorded.includes("\r") || recorded.includes("\f") ? recorded.replaceAll(/\r\n?|\f/g, "\n") : recorded;
  if (!css.includes("\\")) return css;
  return css.replaceAll(NAME, (name, offset: number) => {
    if (!name.includes("\\")) return name;
    const plain = unescape(name);
    if (css.charAt(offset + name.length) === "(")
      return /^(?:url|(?:-webkit-)?image-set)$/i.test(plain) ? plain : name;
    return css.charAt(offset - 1) === "@" && /^(?:import|font-face|namespace)$/i.test(plain) ? plain : name;
  });
}

/** Writes `image-set("a" 1x)` as `image-set(url("a") 1x)`, which is the same. */
function withoutBareAddresses(css: string): string {
  // Whether each parenthesis that is open is that of an image-set.
  const isSet: boolean[] = [];
  return css.replaceAll(SET_PARTS, (part: string) => {
    const [first] = part;
    if (part === ")") isSet.pop();
    else if (part === "(") isSet.push(false);
    else if (/^image-set\($/i.test(part)) isSet.push(true);
    else if ((first === '"' || first === "'") && part.length > 1 && part.endsWith(first)) {
      return isSet.at(-1) === true ? `url(${part})` : part;
    }
    return part;
  });
}

function endOfBlock(css: string, start: number): number {
  const end = css.indexOf("}", start);
  return end === -1 ? css.length : end;
}

/** An `@import` with its address resolved: `target` is a string or a `url(…)`, `conditions` what follows it. */
function importRule(target: string, conditions: string, addresses: Addresses): string {
  const inner = /^url\(/i.test(target)
    ? target.slice(4, target.endsWith(")") ? -1 : undefined).trim()
    : target;
  const [quote] = inner;
  const isQuoted = quote === '"' || quote === "'";
  const recorded = isQuoted
    ? inner.slice(1, inner.length > 1 && inner.endsWith(quote) ? -1 : undefined)
    : inner;
  const rule = importSheet(unescape(recorded), addresses, conditions.trim());
  return rule === "" ? NO_RULE : rule;
}

/** The CSS that loads a style sheet by its address; empty when it is not to be loaded. */
export function importSheet(recorded: string, addresses: Addresses, conditions = ""): string {
  const loadable = addresses.loadable(recorded, "style");
  if (!loadable || loadable.startsWith("#")) return "";
  return `@import url("${escaped(loadable)}")${conditions === "" ? "" : ` ${conditions}`};`;
}

function urlToken(address: string, use: AddressUse, addresses: Addresses): string {
  const loadable = addresses.loadable(address, use);
  return loadable ? `url("${escaped(loadable)}")` : NOTHING;
}

const escaped = (address: string) =>
  address.replaceAll(/["\\\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|\n|([\s\S]))/gi, (_match, hex?: string, plain?: string) => {
    const code = hex === undefined ? 0 : Number.parseInt(hex, 16);
    return hex === undefined ? (plain ?? "") : code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
