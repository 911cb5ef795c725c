import type { DoctypeNode } from "../document/page-node.ts";

// Document types that put a browser into quirks mode (HTML, "the initial insertion mode").
const PUBLIC_IDS = new Set([
  "-//w3o//dtd w3 html strict 3.0//en//",
  "-/w3c/dtd html 4.0 transitional/en",
  "html",
]);
const PUBLIC_PREFIXES =
  /^(?:\+\/\/silmaril|-\/\/(?:as\/\/dtd html 3|advasoft|ietf\/\/dtd html|metrius|microsoft\/\/dtd internet|netscape comm|o'reilly and|softquad|spyglass|sq\/\/dtd html|sun microsystems corp\.\/\/dtd hotjava|w3c\/\/dtd html (?:3|4\.0 (?:frameset|transitional)\/\/|experimental)|w3c\/\/dtd w3 html|w3o\/\/dtd w3 html 3|webtechs))/;
const WITHOUT_SYSTEM_ID = /^-\/\/w3c\/\/dtd html 4\.01 (?:frameset|transitional)\/\//;
const SYSTEM_ID = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

/** Whether a document with this type is rendered in quirks mode. */
export function isQuirky({ name, publicId, systemId }: DoctypeNode): boolean {
  const id = publicId.toLowerCase();
  return (
    name.toLowerCase() !== "html" ||
    PUBLIC_IDS.has(id) ||
    PUBLIC_PREFIXES.test(id) ||
    (systemId === "" && WITHOUT_SYSTEM_ID.test(id)) ||
    systemId.toLowerCase() === SYSTEM_ID
  );
}
