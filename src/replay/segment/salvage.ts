import { CUT, endOfValue, skipBlank } from "./json-scanner.ts";
import type { RecordCollector } from "./record-collector.ts";
import { tryParse } from "./try-parse.ts";

// Takes a damaged segment text apart:
//
//   {"records":[ {…}, {…}, {…} ],"start":…,"end":…}
//               └─┬─┘ └─┬─┘ └── cut: the text ends inside, so it is left out
//               parsed one by one; those that JSON.parse refuses are counted

/** How a segment's object begins in a text of several: its records come first. */
const NEXT_SEGMENT = '\n{"records"';

/**
 * Most records that may be refused. JSON.parse takes microseconds to refuse one, and a small hostile segment
 * can inflate to millions of them.
 */
const MAX_REFUSED = 10_000;

const NOT_JSON = "a record is not valid JSON, or nests too deep";

/** Delivers the whole records in a text that is not valid JSON, in order. */
export function salvageText(text: string, collector: RecordCollector): void {
  const salvage = new Salvage(text, collector);
  for (let at = 0; at < text.length;) {
    const next = text.indexOf(NEXT_SEGMENT, at);
    const end = next < 0 ? text.length : next + 1;
    salvage.values(at, end);
    at = end;
  }
}

class Salvage {
  readonly #text: string;
  readonly #collector: RecordCollector;
  #refused = 0;

  constructor(text: string, collector: RecordCollector) {
    this.#text = text;
    this.#collector = collector;
  }

  /** The values between `start` and `end` that are objects or lists; the last may be cut. */
  values(start: number, end: number): void {
    for (let at = skipBlank(this.#text, start, end); at < end; at = skipBlank(this.#text, at, end)) {
      const valueEnd = endOfValue(this.#text, at, end);
      const stop = valueEnd === CUT ? end : valueEnd;
      if (this.#is("[", at)) this.#list(at, stop);
      else if (this.#is("{", at) && valueEnd === CUT) this.#members(at, end);
      else if (this.#is("{", at)) this.#object(at, stop);
      at = stop;
    }
  }

  /** A list of segments or of records. Of a segment that is cut, the whole records count too. */
  #list(start: number, end: number): void {
    const rest = this.#elements(start, end, (from, to) => this.#object(from, to));
    if (rest < end && this.#is("{", rest)) this.#members(rest, end);
  }

  #object(start: number, end: number): void {
    const parsed = this.#parse(start, end);
    if (parsed) this.#collector.addElement(parsed.value);
    else if (!this.#members(start, end)) this.#collector.report("record-malformed", NOT_JSON);
  }

  /** A segment's object: its records, and what else can be read of it. False when it has no records. */
  #members(start: number, end: number): boolean {
    const entries: [string, unknown][] = [];
    let hasRecords = false;
    for (let at = start + 1; at < end;) {
      const member = this.#member(at, end);
      if (!member) break;
      const { key, valueStart, valueEnd } = member;
      if (key === "records" && this.#is("[", valueStart)) {
        hasRecords = true;
        this.#elements(valueStart, valueEnd === CUT ? end : valueEnd, (from, to) => this.#record(from, to));
      } else if (valueEnd !== CUT) {
        const parsed = this.#parse(valueStart, valueEnd);
        if (parsed) entries.push([key, parsed.value]);
      }
      const comma = valueEnd === CUT ? end : skipBlank(this.#text, valueEnd, end);
      at = this.#is(",", comma) ? comma + 1 : end;
    }
    // By entries, since a key `__proto__` must become a key like any other.
    if (hasRecords) this.#collector.metadata.push(Object.fromEntries(entries));
    return hasRecords;
  }

  /** Where the key and the value of a member are; undefined when the text ends before, or is something else. */
  #member(at: number, end: number): { key: string; valueStart: number; valueEnd: number } | undefined {
    const keyStart = skipBlank(this.#text, at, end);
    if (!this.#is('"', keyStart)) return undefined;
    const keyEnd = endOfValue(this.#text, keyStart, end);
    if (keyEnd === CUT) return undefined;
    const colon = skipBlank(this.#text, keyEnd, end);
    const valueStart = skipBlank(this.#text, colon + 1, end);
    if (!this.#is(":", colon) || valueStart >= end) return undefined;
    const key = tryParse(this.#text.slice(keyStart, keyEnd))?.value;
    if (typeof key !== "string") return undefined;
    return { key, valueStart, valueEnd: endOfValue(this.#text, valueStart, end) };
  }

  /**
   * Visits the whole elements of the list that begins at `start`, and answers where it stopped: at the closing
   * bracket, at an element that `end` cuts, or at `end`.
   */
  #elements(start: number, end: number, visit: (from: number, to: number) => void): number {
    let at = skipBlank(this.#text, start + 1, end);
    while (at < end && !this.#is("]", at)) {
      if (this.#is(",", at)) {
        at = skipBlank(this.#text, at + 1, end);
        continue;
      }
      const elementEnd = endOfValue(this.#text, at, end);
      if (elementEnd === CUT) return at;
      visit(at, elementEnd);
      at = skipBlank(this.#text, elementEnd, end);
    }
    return at;
  }

  #record(start: number, end: number): void {
    const parsed = this.#parse(start, end);
    if (parsed) this.#collector.addRecord(parsed.value);
    else this.#collector.report("record-malformed", NOT_JSON);
  }

  #parse(start: number, end: number): { readonly value: unknown } | undefined {
    if (this.#refused >= MAX_REFUSED) return undefined;
    const parsed = tryParse(this.#text.slice(start, end));
    if (!parsed) this.#refused++;
    return parsed;
  }

  #is(character: string, at: number): boolean {
    return this.#text[at] === character;
  }
}
