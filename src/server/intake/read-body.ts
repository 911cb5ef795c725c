import type { Readable } from "node:stream";
import { bodyTooLarge, Refusal } from "./refusal.ts";

/**
 * Reads a whole body. Refuses one that breaks off and one of more than `maxBytes`, of which the rest is left
 * unread for the caller's answer to get through. `hold` is told of each chunk's bytes and may refuse them. An abort
 * while it is arriving ends it and rejects with the signal's reason.
 */
export function readBody(
  body: Readable | null,
  maxBytes: number,
  hold: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (body === null) return Promise.resolve(new Uint8Array(0));
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (done: () => void) => {
      for (const [name, listener] of Object.entries(listeners)) body.off(name, listener);
      signal.removeEventListener("abort", abort);
      done();
    };
    const brokeOff = () => settle(() => reject(brokenOff(size)));
    const listeners = {
      data: (chunk: Uint8Array) => {
        try {
          size += chunk.length;
          if (size > maxBytes) throw bodyTooLarge(maxBytes);
          hold(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          body.pause();
          settle(() => reject(error));
        }
      },
      end: () => settle(() => resolve(Buffer.concat(chunks, size))),
      close: brokeOff,
    };
    const abort = () => {
      settle(() => reject(signal.reason));
      body.destroy();
    };
    // Stays: what goes wrong with a body that is not read any more is not for the whole process.
    body.on("error", brokeOff);
    for (const [name, listener] of Object.entries(listeners)) body.on(name, listener);
    signal.addEventListener("abort", abort);
  });
}

const brokenOff = (size: number) => new Refusal(400, [`the body broke off after ${size} bytes`]);
