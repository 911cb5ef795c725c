// Not part of ECMAScript, but there in every browser, worker and Node, and pure.
declare const TextDecoder: new (encoding: "utf-8") => { decode(bytes: Uint8Array): string };

/**
 * V8's longest string, in characters (2^29 − 24); other engines allow more. A text has at most as many
 * characters as bytes.
 */
export const LONGEST_TEXT = 536_870_888;

/** The text of UTF-8 bytes, without a byte order mark. Bytes that are no UTF-8 become U+FFFD. */
export const decodeUtf8 = (bytes: Uint8Array): string => new TextDecoder("utf-8").decode(bytes);
