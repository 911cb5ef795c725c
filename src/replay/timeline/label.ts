const LONGEST_LABEL = 80;

/** A node's text as a label: one line of at most 80 characters; undefined when nothing is left. */
export function toLabel(text: string | undefined): string | undefined {
  const line = text?.replaceAll(/\s+/gu, " ").trim() ?? "";
  if (line === "") return undefined;
  if (line.length <= LONGEST_LABEL) return line;
  // The cut may have split a pair that makes up one character.
  return line
    .slice(0, LONGEST_LABEL)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();
}
