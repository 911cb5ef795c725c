import { joinBytes } from "../../../../base/join-bytes.ts";

/** A body that is larger than it may be. */
export class BodyTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes} bytes`);
    this.name = "BodyTooLargeError";
  }
}

/** A whole body; `progress` is called with each part of it that arrives. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  progress: () => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    progress();
    size += part.length;
    if (size > maxBytes) throw new BodyTooLargeError(maxBytes);
    parts.push(part);
  }
  return joinBytes(parts);
}
