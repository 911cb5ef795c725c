// Splitting CSS text into its rules as a parser would delimit them (CSS Syntax, consume a rule): a rule ends
// at the semicolon of an at-rule statement or at the brace that closes its block. Strings, comments, escapes,
// url(…) tokens and nested brackets are respected.

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const STAR = 0x2a;
const BACKSLASH = 0x5c;
const SEMICOLON = 0x3b;
const AT = 0x40;
const CLOSING_BRACE = 0x7d;
const LINE_FEED = 0x0a;
const CLOSERS = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, CLOSING_BRACE],
]);

/** The top-level rules of a sheet, trimmed, comments between them left out. Never throws; what is not a rule is one entry. */
export function splitRules(css: string): string[] {
  const rules: string[] = [];
  let at = skipBlank(css, 0);
  while (at < css.length) {
    const end = ruleEnd(css, at);
    const rule = css.slice(at, end).trim();
    if (rule !== "" && rule !== ";") rules.push(rule);
    at = skipBlank(css, end);
  }
  return rules;
}

/**
 * The parts of a rule with a block: `@media print { a {} }` is `@media print {`, ` a {} `, `}`. Undefined for
 * a rule without one.
 */
export function splitBlock(rule: string): { head: string; body: string; tail: string } | undefined {
  for (let at = 0; at < rule.length;) {
    if (rule.charCodeAt(at) === 0x7b) {
      const end = skipBlock(rule, at);
      const closed = rule.charCodeAt(end - 1) === CLOSING_BRACE && end - 1 > at;
      const bodyEnd = closed ? end - 1 : end;
      return { head: rule.slice(0, at + 1), body: rule.slice(at + 1, bodyEnd), tail: "}" };
    }
    at = skipToken(rule, at);
  }
  return undefined;
}

function ruleEnd(css: string, start: number): number {
  const isAtRule = css.charCodeAt(start) === AT;
  for (let at = start; at < css.length;) {
    const code = css.charCodeAt(at);
    if (code === 0x7b) return skipBlock(css, at);
    if (code === SEMICOLON && isAtRule) return at + 1;
    at = skipToken(css, at);
  }
  return css.length;
}

/** The index after one token: a string, comment, escape, bracketed group, or a single character. */
function skipToken(css: string, at: number): number {
  const code = css.charCodeAt(at);
  if (code === QUOTE || code === APOSTROPHE) return skipString(css, at);
  if (code === BACKSLASH) return at + 2;
  if (code === SLASH && css.charCodeAt(at + 1) === STAR) return skipComment(css, at);
  if (code === 0x28 && /url$/i.test(css.slice(Math.max(0, at - 3), at))) return skipUrl(css, at);
  if (CLOSERS.has(code)) return skipBlock(css, at);
  return at + 1;
}

/** Nested groups are kept on a stack of our own: hostile CSS must not exhaust the call stack. */
function skipBlock(css: string, start: number): number {
  const open: number[] = [];
  for (let at = start; at < css.length;) {
    const code = css.charCodeAt(at);
    const closer = CLOSERS.get(code);
    if (closer !== undefined && !isUrlParenthesis(css, at)) {
      open.push(closer);
      at += 1;
    } else if (code === open.at(-1)) {
      open.pop();
      at += 1;
      if (open.length === 0) return at;
    } else {
      at = skipToken(css, at);
    }
  }
  return css.length;
}

const isUrlParenthesis = (css: string, at: number) =>
  css.charCodeAt(at) === 0x28 && /url$/i.test(css.slice(Math.max(0, at - 3), at));

/** A `url(` whose address is not quoted ends at the first `)`, whatever stands between. */
function skipUrl(css: string, at: number): number {
  let inside = at + 1;
  while (/\s/.test(css.charAt(inside))) inside += 1;
  const code = css.charCodeAt(inside);
  if (code === QUOTE || code === APOSTROPHE) inside = skipString(css, inside);
  for (; inside < css.length; inside += 1) {
    const next = css.charCodeAt(inside);
    if (next === BACKSLASH) inside += 1;
    else if (next === 0x29) return inside + 1;
  }
  return css.length;
}

/** The index after the string that begins here: it ends at its quote, or unclosed at the end of its line. */
export function skipString(css: string, start: number): number {
  const quote = css.charCodeAt(start);
  for (let at = start + 1; at < css.length; at += 1) {
    const code = css.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === quote) return at + 1;
    else if (code === LINE_FEED) return at;
  }
  return css.length;
}

/** The index after the comment that begins here. */
export function skipComment(css: string, start: number): number {
  const end = css.indexOf("*/", start + 2);
  return end === -1 ? css.length : end + 2;
}

function skipBlank(css: string, start: number): number {
  for (let at = start; at < css.length;) {
    if (css.startsWith("/*", at)) at = skipComment(css, at);
    else if (/\s/.test(css.charAt(at))) at += 1;
    else if (css.startsWith("<!--", at)) at += 4;
    else if (css.startsWith("-->", at)) at += 3;
    else return at;
  }
  return css.length;
}
