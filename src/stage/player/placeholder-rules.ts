const STRIPES = "repeating-linear-gradient(135deg, #d9dde3 0 8px, #e7eaee 8px 16px)";

/**
 * Styles for what a recording leaves out: hidden elements, and the content of frames, objects and embeds. One rule
 * a string, since rrweb inserts each on its own. `:where` gives way to every rule of the page.
 */
export const PLACEHOLDER_RULES: readonly string[] = [
  `[data-dd-privacy="hidden"] { background: ${STRIPES} !important; }`,
  `:where([data-dd-privacy="hidden"]) { display: inline-block; }`,
  `:where(iframe, frame, object, embed) { background: ${STRIPES}; }`,
];
