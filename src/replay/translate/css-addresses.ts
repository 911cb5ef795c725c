import type { Addresses, AddressUse } from "./address.ts";

// One pass over CSS text. Comments and strings are matched only to be left alone; every alternative takes
// what it has begun, so that hostile text costs linear time.
const STRING = String.raw`"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?`;
const URL_TOKEN = String.raw`url\(\s*(?:"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|((?:[^"'()\\\s]|\\[^\n]|(?<=\\[0-9a-f]{1,6})\s)*))\s*\)`;
const PATTERN = new RegExp(
  [
    String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
    STRING,
    URL_TOKEN,
    "@font-face",
    String.raw`@namespace[^;{}]*;?`,
    String.raw`@import\s*(?:url\([^)]*\)|${STRING})[^;{}]*;?`,
  ].join("|"),
  "gi",
);

/** Takes the place of a rule that would load a sheet: keeps the number of rules, for those addressed by index. */
const NO_RULE = "@media not all {}";
/** An empty address is valid wherever an address is, and loads nothing, without a word on the console. */
const NOTHING = 'url("")';

/** CSS text with its addresses resolved, those that are not to be loaded emptied, and without `@import`. */
export function rewriteCss(css: string, addresses: Addresses): string {
  if (!/url\(|@import/i.test(css)) return css;
  let fontFaceEnd = -1;
  return css.replace(
    PATTERN,
    (match, double?: string, single?: string, bare?: string, ...rest: unknown[]) => {
      const start = rest.find((item) => typeof item === "number") ?? 0;
      if (match.startsWith("@")) {
        if (/^@font-face/i.test(match)) fontFaceEnd = endOfBlock(css, start);
        return /^@import/i.test(match) ? NO_RULE : match;
      }
      const address = double ?? single ?? bare;
      if (address === undefined) return match;
      return urlToken(unescape(address), start < fontFaceEnd ? "font" : "image", addresses);
    },
  );
}

function endOfBlock(css: string, start: number): number {
  const end = css.indexOf("}", start);
  return end === -1 ? css.length : end;
}

function urlToken(address: string, use: AddressUse, addresses: Addresses): string {
  const loadable = addresses.loadable(address, use);
  return loadable ? `url("${quoted(loadable)}")` : NOTHING;
}

const quoted = (address: string) =>
  address.replaceAll(/["\\\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|\n|([\s\S]))/gi, (_match, hex?: string, plain?: string) => {
    const code = hex === undefined ? 0 : Number.parseInt(hex, 16);
    return hex === undefined ? (plain ?? "") : code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
