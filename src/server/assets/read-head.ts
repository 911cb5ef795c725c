import { once } from "node:events";
import type { Readable } from "node:stream";

/**
 * The first bytes of a stream, fewer where it is shorter. They stay in it.
 * @throws what the stream fails with.
 */
export async function readHead(stream: Readable, length: number): Promise<Uint8Array> {
  for (;;) {
    // With less than that to be had, this is null, but at the end what is left.
    const head = stream.read(length) as Buffer | null;
    if (head !== null) {
      stream.unshift(head);
      return head;
    }
    if (stream.errored !== null) throw stream.errored;
    if (stream.readableEnded || stream.destroyed) return new Uint8Array();
    await change(stream);
  }
}

async function change(stream: Readable): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    await Promise.race(["readable", "end", "close"].map((name) => once(stream, name, { signal })));
  } finally {
    listening.abort();
  }
}
