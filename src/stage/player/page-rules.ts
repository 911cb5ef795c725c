const STRIPES = "repeating-linear-gradient(135deg, #d9dde3 0 8px, #e7eaee 8px 16px)";
const RINGED = `[data-rum-replay-focus~="ring"]`;

/**
 * Styles that a page has only in the replay. One rule a string, since rrweb inserts each on its own. `:where` gives
 * way to every rule of the page.
 */
export const PAGE_RULES: readonly string[] = [
  // What a recording leaves out: hidden elements, and the content of frames and videos.
  `[data-dd-privacy="hidden"] { background: ${STRIPES} !important; }`,
  `:where([data-dd-privacy="hidden"]) { display: inline-block; }`,
  `:where([data-rum-replay-placeholder]:not(audio)) { background: ${STRIPES}; }`,
  // What browsers do to what has the focus, which nothing in a replay has.
  `:where(${RINGED}) { outline: auto 1px -webkit-focus-ring-color; }`,
  `:where(input:is([type="checkbox" i], [type="radio" i])${RINGED}) { outline-offset: 2px; }`,
  // Scroll positions are recorded: the browser is to find none of its own.
  `* { scroll-behavior: auto !important; scroll-snap-type: none !important; overflow-anchor: none !important; }`,
  // Colours are the recorded page's, not those of the viewer's system.
  `:root { forced-color-adjust: none; }`,
];
