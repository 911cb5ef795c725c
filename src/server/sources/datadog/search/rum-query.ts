// Datadog's search syntax (https://docs.datadoghq.com/real_user_monitoring/explorer/search_syntax/): terms are joined
// by AND where nothing is between them; `@` is before an attribute's name and not before a tag's.

/** Characters that mean something in a query, spaces included; each is escaped by a backslash. */
const SPECIAL = /[\s\-!&|><=(){}[\]"*?:\\#~/+^']/g;

/** A value as it stands in a query, so that it means nothing but itself. */
export const literal = (value: string): string => value.replaceAll(SPECIAL, String.raw`\$&`);

/** `field:value`, the whole value. */
export const is = (field: string, value: string): string => `${field}:${literal(value)}`;

/** Values of an attribute that contain a text. Attributes know upper from lower case, so some ways to write it count. */
export function contains(field: string, text: string): string {
  const lower = text.toLowerCase();
  const spellings = new Set([text, lower, text.toUpperCase(), capitalized(lower), titled(lower)]);
  return anyOf([...spellings].map((spelling) => `${field}:*${literal(spelling)}*`));
}

/** Values of an attribute that are one of these. */
export const isOneOf = (field: string, values: readonly string[]): string =>
  `${field}:(${values.map(literal).join(" OR ")})`;

/** Terms of which one must hold. */
export const anyOf = (terms: readonly string[]): string =>
  terms.length === 1 ? terms.join("") : `(${terms.join(" OR ")})`;

const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const titled = (text: string) =>
  text.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
