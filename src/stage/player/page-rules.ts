const STRIPES = "repeating-linear-gradient(135deg, #d9dde3 0 8px, #e7eaee 8px 16px)";
const ATTRIBUTE_RATIO = "attr(width type(<number>), 300) / attr(height type(<number>), 150)";
const RINGED = `[data-rum-replay-focus~="ring"]`;

/** A hidden element has the size that it is recorded with, whatever it is laid out by. */
const OF_RECORDED_SIZE =
  "box-sizing: border-box !important; flex: none !important; min-width: 0 !important; max-width: none !important; " +
  "min-height: 0 !important; max-height: none !important;";
/** What is no line's content unless a page says so; on other elements a size has no effect. */
const BLOCKS =
  "address, article, aside, blockquote, caption, center, col, colgroup, dd, details, dialog, div, dl, dt, fieldset, " +
  "figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, legend, li, main, menu, nav, ol, " +
  "optgroup, option, p, pre, search, section, summary, table, tbody, td, tfoot, th, thead, tr, ul";

/**
 * Styles that a page has only in the replay. One rule a string, since rrweb inserts each on its own. `:where` gives
 * way to every rule of the page.
 */
export const PAGE_RULES: readonly string[] = [
  // What a recording leaves out: hidden elements, and the content of frames and videos.
  `[data-dd-privacy="hidden"] { background: ${STRIPES} !important; }`,
  `[data-dd-privacy="hidden"] { ${OF_RECORDED_SIZE} }`,
  `:where([data-dd-privacy="hidden"]:not(${BLOCKS})) { display: inline-block; }`,
  `:where([data-rum-replay-placeholder]:not(audio)) { background: ${STRIPES}; }`,
  // Where no scripts run, browsers take a canvas for text. Its size and proportions are those of its attributes.
  `:where(canvas) { display: inline-block; width: attr(width px, 300px); aspect-ratio: ${ATTRIBUTE_RATIO}; }`,
  // What browsers do to what has the focus, which nothing in a replay has.
  `:where(${RINGED}) { outline: auto 1px -webkit-focus-ring-color; }`,
  `:where(input:is([type="checkbox" i], [type="radio" i])${RINGED}) { outline-offset: 2px; }`,
  // Scroll positions are recorded: the browser is to find none of its own.
  `* { scroll-behavior: auto !important; scroll-snap-type: none !important; overflow-anchor: none !important; }`,
  // Colours are the recorded page's, not those of the viewer's system.
  `:root { forced-color-adjust: none; }`,
];
