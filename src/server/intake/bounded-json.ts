/** How large a JSON text's value may get, whatever the text's length. */
export interface JsonBounds {
  /** Objects and lists inside each other. */
  readonly depth: number;
  /** Objects, lists, and commas between what is in them. */
  readonly values: number;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Parses JSON that somebody else wrote. Values that are nested too deep would parse, but break what goes through
 * them by recursion later, `JSON.stringify` among it; some ten million empty lists, a few kilobytes deflated,
 * would take many seconds.
 * @throws {Error} saying what is wrong with the text.
 */
export function parseBoundedJson(text: string, bounds: JsonBounds): unknown {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        if (depth > bounds.depth) throw new Error(`it is nested more than ${bounds.depth} deep`);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
    }
    if (values > bounds.values) throw new Error(`it has more than ${bounds.values} values`);
  }
  return JSON.parse(text) as unknown;
}

/** Where the string that begins at `at` ends; the text's end where it does not. */
function endOfString(text: string, at: number): number {
  for (let from = at + 1; ;) {
    const end = text.indexOf('"', from);
    if (end === -1) return text.length;
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
    from = end + 1;
  }
}
