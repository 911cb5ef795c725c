// A 200 of which nothing could be made. Datadog does not document its body, so a person must be able to see what it
// is and pass it on.

/** Headers that say something of a body, and nothing secret. */
const TOLD_HEADERS = /^(?:content-|transfer-encoding$|link$|date$|server$|x-ratelimit-|.*paging)/;
const FIRST_BYTES = 48;

/** Nothing is known that an answer could be. `message` says what it looks like. */
export class UnreadableAnswerError extends Error {
  override readonly name = "UnreadableAnswerError";

  /** Its end is missing: asked again, it may be whole. */
  readonly isCut: boolean;

  constructor(headers: Headers, bytes: Uint8Array, why: string, isCut: boolean) {
    super(`${why}. It has ${describeAnswer(headers, bytes)}`);
    this.isCut = isCut;
  }
}

/** Content type, headers, size and first bytes of an answer. */
function describeAnswer(headers: Headers, bytes: Uint8Array): string {
  const told = [...headers].filter(([name]) => TOLD_HEADERS.test(name) && name !== "content-type");
  const type = headers.get("content-type") ?? "none";
  const list = told.map(([name, value]) => `${name}: ${value.slice(0, 200)}`).join("; ");
  const first = bytes.subarray(0, FIRST_BYTES);
  const hex = Array.from(first, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const text = Array.from(first, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : ".",
  ).join("");
  return `content type ${type}, ${bytes.length} bytes, headers (${list}), beginning ${hex} ("${text}")`;
}
