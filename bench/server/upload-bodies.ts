import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** A segment's upload as the SDK posts it. */
export interface UploadBody {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** The segment alone. */
  readonly segment: Buffer;
}

const BOUNDARY = "----WebKitFormBoundaryrumReplayBench";

/** The upload of each segment in a recording's folder, in order. */
export async function uploadBodies(folder: string): Promise<readonly UploadBody[]> {
  const segments = join(folder, "segments");
  const names = (await readdir(segments)).filter((name) => name.endsWith(".bin"));
  const sorted = names.toSorted(new Intl.Collator("en", { numeric: true }).compare);
  return Promise.all(
    sorted.map(async (name) => {
      const segment = await readFile(join(segments, name));
      const event = await readFile(join(segments, name.replace(/\.bin$/, ".event.json")));
      const bytes = Buffer.concat([
        part(`name="segment"; filename="segment"`, "application/octet-stream"),
        segment,
        part(`name="event"; filename="blob"`, "application/json"),
        event,
        Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
      ]);
      return { contentType: `multipart/form-data; boundary=${BOUNDARY}`, bytes, segment };
    }),
  );
}

const part = (disposition: string, type: string): Buffer =>
  Buffer.from(
    `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`,
  );
