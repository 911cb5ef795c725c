import { nestsDeeperThan } from "./json-scanner.ts";

/** Texts up to this length (characters) are parsed unseen: they cannot nest so deep that it would take long. */
const SHORT_TEXT = 1 << 20;

/** Deeper than any page; each level costs V8 some thirty times as much as a plain character. */
const MAX_DEPTH = 10_000;

/** The JSON value of a text; undefined when the text is not one, or nests absurdly deep. */
export function tryParse(text: string): { readonly value: unknown } | undefined {
  if (text.length > SHORT_TEXT && nestsDeeperThan(MAX_DEPTH, text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    // Engines that parse recursively refuse deep nesting with a RangeError or an InternalError of their own.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
