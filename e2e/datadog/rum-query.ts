// Datadog's search syntax, as far as a query for sessions, views and events needs it: terms with AND, OR, `-`, NOT and
// parentheses; a term is `field:value`, the value a word with `*` and `?`, a text in quotes, a comparison, a range, or
// several in parentheses. What is not of that form is refused, so that a slip in a query does not go unseen.

/** What a query is held against. */
export interface Searchable {
  /** The event's attributes: what `@a.b.c` names. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What a field without `@` names: `service`, `env`, … */
  readonly tags: ReadonlyMap<string, string>;
}

export type RumMatcher = (event: Searchable) => boolean;

/** A query that is not understood; `message` is what Datadog would answer. */
export class RumQueryError extends Error {}

/** @throws {RumQueryError} */
export function parseRumQuery(query: string): RumMatcher {
  const reader = new Reader(query);
  const matcher = reader.isAtEnd ? () => true : parseOr(reader);
  if (!reader.isAtEnd) throw reader.error("unexpected character");
  return matcher;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.skipBlanks();
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  get next(): string {
    return this.#text.charAt(this.#at);
  }

  skipBlanks(): void {
    while (/\s/.test(this.next)) this.#at += 1;
  }

  /** One that can go ahead by itself. */
  clone(): Reader {
    const copy = new Reader(this.#text);
    copy.#at = this.#at;
    return copy;
  }

  /** Takes a text that stands here, and the blanks behind it. */
  take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    this.skipBlanks();
    return true;
  }

  /** Takes a word that stands here by itself. */
  takeWord(word: string): boolean {
    const behind = this.#text.charAt(this.#at + word.length);
    return (behind === "" || /[\s(]/.test(behind)) && this.take(word);
  }

  /** Takes one character; a backslash makes the one behind it literal. */
  character(): { readonly text: string; readonly isEscaped: boolean } {
    const isEscaped = this.next === "\\";
    if (isEscaped) this.#at += 1;
    if (this.isAtEnd) throw this.error("the query ends too early");
    const text = this.next;
    this.#at += 1;
    return { text, isEscaped };
  }

  error(what: string): RumQueryError {
    return new RumQueryError(
      `Invalid query: ${what} at position ${this.#at} of ${JSON.stringify(this.#text)}`,
    );
  }
}

function parseOr(reader: Reader): RumMatcher {
  const terms = [parseAnd(reader)];
  while (reader.takeWord("OR")) terms.push(parseAnd(reader));
  return (event) => terms.some((term) => term(event));
}

function parseAnd(reader: Reader): RumMatcher {
  const terms = [parseNot(reader)];
  while (!reader.isAtEnd && reader.next !== ")" && !isWordAhead(reader, "OR")) {
    reader.takeWord("AND");
    terms.push(parseNot(reader));
  }
  return (event) => terms.every((term) => term(event));
}

/** Looks without taking. */
const isWordAhead = (reader: Reader, word: string): boolean => reader.clone().takeWord(word);

function parseNot(reader: Reader): RumMatcher {
  if (reader.take("-") || reader.takeWord("NOT")) {
    const term = parseNot(reader);
    return (event) => !term(event);
  }
  if (!reader.take("(")) return parseTerm(reader);
  const inner = parseOr(reader);
  if (!reader.take(")")) throw reader.error("a parenthesis is not closed");
  return inner;
}

function parseTerm(reader: Reader): RumMatcher {
  const name = parseWord(reader, /[\s:()"]/);
  if (!reader.take(":")) return fullText(name.literal === "" ? parseQuoted(reader) : name.literal);
  if (name.literal === "") throw reader.error("a field has no name");
  const test = parseValue(reader);
  return (event) => valuesOf(event, name.literal).some(test);
}

type ValueTest = (value: unknown) => boolean;

function parseValue(reader: Reader): ValueTest {
  if (reader.take("(")) return parseValueList(reader);
  if (reader.take("[")) return parseRange(reader);
  for (const [sign, compare] of COMPARISONS) {
    if (!reader.take(sign)) continue;
    const than = parseNumber(reader);
    return (value) => typeof value === "number" && compare(value, than);
  }
  if (reader.next === '"') {
    const text = parseQuoted(reader);
    return (value) => asText(value) === text;
  }
  const { pattern, literal } = parseWord(reader, /[\s()":]/);
  if (literal === "") throw reader.error("a value is missing");
  return (value) => pattern.test(asText(value));
}

function parseValueList(reader: Reader): ValueTest {
  const tests = [parseValue(reader)];
  while (reader.takeWord("OR")) tests.push(parseValue(reader));
  if (!reader.take(")")) throw reader.error("a list of values is not closed");
  return (value) => tests.some((test) => test(value));
}

function parseRange(reader: Reader): ValueTest {
  const least = parseNumber(reader);
  if (!reader.takeWord("TO")) throw reader.error("a range has no TO");
  const most = parseNumber(reader);
  if (!reader.take("]")) throw reader.error("a range is not closed");
  return (value) => typeof value === "number" && value >= least && value <= most;
}

const COMPARISONS: readonly (readonly [string, (a: number, b: number) => boolean])[] = [
  [">=", (a, b) => a >= b],
  ["<=", (a, b) => a <= b],
  [">", (a, b) => a > b],
  ["<", (a, b) => a < b],
];

function parseNumber(reader: Reader): number {
  const { literal } = parseWord(reader, /[\s\])]/);
  if (literal === "" || !Number.isFinite(Number(literal))) throw reader.error("a number was expected");
  return Number(literal);
}

function parseQuoted(reader: Reader): string {
  if (reader.next !== '"') throw reader.error("a term was expected");
  reader.character();
  let text = "";
  for (let each = reader.character(); each.text !== '"' || each.isEscaped; each = reader.character())
    text += each.text;
  reader.skipBlanks();
  return text;
}

/** Characters that must be escaped in a word, beside those that end it. */
const RESERVED = /[!&|><={}[\]~^\\]/;

function parseWord(reader: Reader, end: RegExp): { readonly literal: string; readonly pattern: RegExp } {
  let [literal, pattern] = ["", ""];
  while (!reader.isAtEnd && !end.test(reader.next)) {
    const { text, isEscaped } = reader.character();
    if (!isEscaped && RESERVED.test(text)) throw reader.error(`${text} is not escaped`);
    literal += text;
    if (!isEscaped && text === "*") pattern += "[^]*";
    else if (!isEscaped && text === "?") pattern += "[^]";
    else pattern += text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  }
  reader.skipBlanks();
  return { literal, pattern: new RegExp(`^${pattern}$`) };
}

/** Attributes know upper from lower case; a text by itself does not. */
const fullText = (text: string): RumMatcher => {
  const wanted = text.toLowerCase();
  return ({ attributes }) => JSON.stringify(attributes).toLowerCase().includes(wanted);
};

function valuesOf({ attributes, tags }: Searchable, field: string): readonly unknown[] {
  if (!field.startsWith("@")) return tags.has(field) ? [tags.get(field)] : [];
  let value: unknown = attributes;
  for (const key of field.slice(1).split("."))
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
