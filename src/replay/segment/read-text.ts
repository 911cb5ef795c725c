import { salvageText } from "./salvage.ts";
import type { RecordCollector } from "./record-collector.ts";
import { tryParse } from "./try-parse.ts";

/**
 * Reads a segment's text: one JSON value, or several separated by line feeds, as concatenated segments are.
 * False when the text is cut or damaged; then what can be told apart in it is delivered.
 */
export function readText(text: string, collector: RecordCollector): boolean {
  const trimmed = text.trimEnd();
  const values = parseLines(trimmed) ?? (trimmed.includes("\n") ? parseWhole(trimmed) : undefined);
  if (values === undefined) {
    salvageText(text, collector);
    return false;
  }
  for (const value of values) collector.addValue(value);
  return true;
}

/** The values of the lines, blank ones aside. The SDK's segments are one line each. */
function parseLines(text: string): readonly unknown[] | undefined {
  const values: unknown[] = [];
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf("\n", at);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(at, end);
    if (line.trim() !== "") {
      const parsed = tryParse(line);
      if (parsed === undefined) return undefined;
      values.push(parsed.value);
    }
    at = end + 1;
  }
  return values;
}

/** The one value of a text with line feeds inside. */
function parseWhole(text: string): readonly unknown[] | undefined {
  const parsed = tryParse(text);
  return parsed && [parsed.value];
}
