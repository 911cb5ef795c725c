import type { Inflater } from "../../replay/segment/inflater.ts";
import { type Judge, type JudgeMeans, judgeUpload, type WholeUpload } from "./judge-upload.ts";

/**
 * Most bytes of a body, and most that it inflates to, of an upload that is judged at once: a few milliseconds. Nearly
 * all segments are smaller; some kilobytes of spaces or lists may deflate from tens of megabytes.
 */
const AT_ONCE_BYTES = 512 * 1024;

/** Judges small uploads at once, on this thread, which is quicker than to hand them over, and the others `elsewhere`. */
export function judgeBySize(means: JudgeMeans, elsewhere: Judge): Judge {
  return async (upload) => {
    if (!isSmall(upload)) return elsewhere(upload);
    try {
      const inflater = boundedInflater(means.inflater, AT_ONCE_BYTES);
      return await judgeUpload(upload, { ...means, inflater });
    } catch (error) {
      if (error instanceof BoundReached) return elsewhere(upload);
      throw error;
    }
  };
}

/** Nobody but mobile SDKs sends gzip; it is undone by other means than the inflater. */
const isSmall = ({ body, encoding }: WholeUpload): boolean =>
  body.length <= AT_ONCE_BYTES && encoding.toLowerCase() !== "gzip";

class BoundReached extends Error {}

/** An inflater that throws where all of its inputs together would give more than `mostBytes`. */
function boundedInflater(inflater: Inflater, mostBytes: number): Inflater {
  let left = mostBytes;
  return {
    async inflate(input, maxBytes) {
      const inflated = await inflater.inflate(input, Math.min(maxBytes, left));
      if (inflated.outcome === "too-large" && left < maxBytes) throw new BoundReached();
      left -= inflated.bytes.length;
      return inflated;
    },
  };
}
