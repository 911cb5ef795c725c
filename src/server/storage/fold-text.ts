/** Text as it is compared in searches: without regard to case. Parts are kept apart by line feeds. */
export const foldText = (...parts: readonly (string | null | undefined)[]): string =>
  parts
    .filter((part) => typeof part === "string")
    .join("\n")
    .toLowerCase();
