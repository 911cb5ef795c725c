import { once } from "node:events";
import { constants, createDeflate } from "node:zlib";

/**
 * Compresses one segment's text as the SDK's worker does: one zlib stream of level 6 (`78 9c`), a sync flush after
 * each write, and `03 00` and the Adler-32 at the end.
 */
export class SdkDeflate {
  readonly #deflate = createDeflate({ level: 6 });
  readonly #chunks: Buffer[] = [];
  #compressed = 0;
  #raw = 0;

  constructor() {
    this.#deflate.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#compressed += chunk.length;
    });
  }

  /** Compressed bytes so far. */
  get compressedBytes(): number {
    return this.#compressed;
  }

  /** Bytes of text so far. */
  get rawBytes(): number {
    return this.#raw;
  }

  /** Adds text; resolves when its bytes are out. */
  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.#raw += bytes.length;
    this.#deflate.write(bytes);
    await new Promise<void>((resolve) => {
      this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve);
    });
  }

  /** Ends the stream: all of its bytes. */
  async finish(): Promise<Buffer> {
    const ended = once(this.#deflate, "end");
    this.#deflate.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }
}
