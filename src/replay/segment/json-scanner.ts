// Finds where JSON values end without parsing them, so that a text which `JSON.parse` refuses can be taken
// apart. Linear in the text and without recursion, whatever the nesting.

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The text ends before the value does. */
export const CUT = -1;

/** Index of the first character at or after `at`, before `end`, that is not blank; `end` when there is none. */
export function skipBlank(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/**
 * Index after the JSON value that begins at `at`, or `CUT` when it goes on beyond `end`. Only brackets and
 * strings are looked at: whether the value is valid is for `JSON.parse` to say. At least one character is
 * taken.
 */
export function endOfValue(text: string, at: number, end: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return endOfString(text, at, end);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNested(text, at, end);
  let i = at + 1;
  while (i < end && !endsPrimitive(text.charCodeAt(i))) i++;
  return i;
}

function endOfNested(text: string, at: number, end: number): number {
  let depth = 0;
  for (let i = at; i < end;) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i, end);
      if (i === CUT) return CUT;
      continue;
    }
    i++;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth--;
      if (depth === 0) return i;
    }
  }
  return CUT;
}

/** Whether a text has more than `limit` brackets open at some place. */
export function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = endOfString(text, i, text.length);
      if (end === CUT) return false;
      i = end - 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (++depth > limit) return true;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth--;
    }
  }
  return false;
}

/** Index after the string whose opening quote is at `at`, or `CUT`. */
function endOfString(text: string, at: number, end: number): number {
  for (let i = at + 1; ; i++) {
    i = text.indexOf('"', i);
    if (i < 0 || i >= end) return CUT;
    // Escaped when an odd number of backslashes precedes. Each run of them is counted for one quote only.
    let backslashes = 0;
    while (text.charCodeAt(i - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return i + 1;
  }
}

const isBlank = (code: number) => code === SPACE || code === LINE_FEED || code === RETURN || code === TAB;

const endsPrimitive = (code: number) =>
  code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT || isBlank(code);
