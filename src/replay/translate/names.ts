// Names as `createElement` and `setAttribute` accept them. A name that they refuse would stop rrweb in the
// middle of the page, so it is replaced here.

const HTML_NAME = /^[A-Za-z_][-\w.:]*$/;
const SVG_NAME = /^[A-Za-z_][-\w.]*$/;
const ATTRIBUTE_NAME = /^[A-Za-z_:][-\w.:@]*$/;
const DOCTYPE_NAME = /^[A-Za-z][-\w.]*$/;
const CUSTOM_NAME = /^[a-z][a-z0-9_.]*-[-a-z0-9_.]*$/;
const NO_CUSTOM_NAMES = new Set([
  "annotation-xml",
  "color-profile",
  "font-face",
  "font-face-src",
  "font-face-uri",
  "font-face-format",
  "font-face-name",
  "missing-glyph",
]);

/** A valid name for an element; HTML elements become `div`, SVG elements `g`. */
export const elementName = (tag: string, svg: boolean): string =>
  svg ? (SVG_NAME.test(tag) ? tag : "g") : HTML_NAME.test(tag) ? tag : "div";

/** Whether `setAttribute` surely accepts a name. */
export const isAttributeName = (name: string): boolean => ATTRIBUTE_NAME.test(name);

/** A valid name for a document type. */
export const doctypeName = (name: string): string => (DOCTYPE_NAME.test(name) ? name : "html");

/** Whether an HTML element of this name is a custom element, which `customElements.define` accepts. */
export const isCustomName = (tag: string): boolean => CUSTOM_NAME.test(tag) && !NO_CUSTOM_NAMES.has(tag);
