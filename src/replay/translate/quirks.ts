import type { DoctypeNode } from "../document/page-node.ts";

// Document types that put a browser into quirks mode, or into limited quirks (HTML, "the initial insertion mode").
const PUBLIC_IDS = new Set([
  "-//w3o//dtd w3 html strict 3.0//en//",
  "-/w3c/dtd html 4.0 transitional/en",
  "html",
]);
const PUBLIC_PREFIXES =
  /^(?:\+\/\/silmaril|-\/\/(?:as\/\/dtd html 3|advasoft|ietf\/\/dtd html|metrius|microsoft\/\/dtd internet|netscape comm|o'reilly and|softquad|spyglass|sq\/\/dtd html|sun microsystems corp\.\/\/dtd hotjava|w3c\/\/dtd html (?:3|4\.0 (?:frameset|transitional)\/\/|experimental)|w3c\/\/dtd w3 html|w3o\/\/dtd w3 html 3|webtechs))/;
/** Quirks without a system id, limited quirks with one. */
const WITHOUT_SYSTEM_ID = /^-\/\/w3c\/\/dtd html 4\.01 (?:frameset|transitional)\/\//;
const SYSTEM_ID = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

const LIMITED = /^-\/\/w3c\/\/dtd xhtml 1\.0 (?:frameset|transitional)\/\//;

/** How a browser draws a document, as its type says: most tables of old pages count on one of the quirks. */
export type Mode = "quirks" | "limited-quirks" | "standards";

/** The mode of a document with this type. */
export function modeOf({ name, publicId, systemId }: DoctypeNode): Mode {
  const id = publicId.toLowerCase();
  if (
    name.toLowerCase() !== "html" ||
    PUBLIC_IDS.has(id) ||
    PUBLIC_PREFIXES.test(id) ||
    (systemId === "" && WITHOUT_SYSTEM_ID.test(id)) ||
    systemId.toLowerCase() === SYSTEM_ID
  )
    return "quirks";
  return LIMITED.test(id) || WITHOUT_SYSTEM_ID.test(id) ? "limited-quirks" : "standards";
}
