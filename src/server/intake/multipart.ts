import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";
import type { IntakeLimits } from "./limits.ts";
import { Refusal, shown } from "./refusal.ts";

/** One part of a multipart body, form fields included. */
export interface Part {
  readonly name: string;
  /** As sent, folders included; null for a form field. */
  readonly fileName: string | null;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The parts of a multipart body, in order. Refuses a body that is none, ends early or exceeds a limit. */
export function readParts(
  body: Uint8Array,
  contentType: string,
  limits: Pick<IntakeLimits, "partBytes" | "parts">,
): Promise<readonly Part[]> {
  const parser = createParser(contentType, limits);
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    let arrived = 0;
    const damaged = (error: unknown) => {
      reject(new Refusal(400, [`the multipart body of ${body.length} bytes is damaged: ${message(error)}`]));
    };
    parser.on("file", (name, stream, fileName, _encoding, type) => {
      stream.on("limit", () => reject(partTooLarge(name, limits.partBytes)));
      stream.on("error", damaged);
      // Streams of parts may end in another order than they began.
      const place = arrived++;
      collect(stream, (bytes) => {
        parts[place] = { name: name ?? "", fileName: fileName ?? null, contentType: type, bytes };
      });
    });
    parser.on("partsLimit", () => {
      reject(new Refusal(400, [`the multipart body has more than ${limits.parts} parts`]));
    });
    parser.on("error", damaged);
    parser.on("finish", () => resolve(parts));
    parser.end(body);
  });
}

function createParser(
  contentType: string,
  limits: Pick<IntakeLimits, "partBytes" | "parts">,
): BusboyInstance {
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new Refusal(400, [`the content type is ${shown(contentType)}; expected multipart/form-data`]);
  }
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      // Form fields come as bytes like the other parts.
      isPartAFile: () => true,
      preservePath: true,
      limits: { fileSize: limits.partBytes, parts: limits.parts, headerPairs: 32, headerSize: 8192 },
    });
  } catch (error) {
    throw new Refusal(400, [`the content type ${shown(contentType)} cannot be read: ${message(error)}`]);
  }
}

function collect(stream: BusboyFileStream, done: (bytes: Uint8Array) => void): void {
  const chunks: Uint8Array[] = [];
  stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  stream.on("end", () => done(Buffer.concat(chunks)));
}

function partTooLarge(name: string | undefined, partBytes: number): Refusal {
  return new Refusal(413, [`the part ${shown(name ?? "")} has more than ${partBytes} bytes`]);
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
