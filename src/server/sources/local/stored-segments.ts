import type { SegmentFrame } from "../../../wire/segment-page.ts";
import type { BlobStore, Store } from "../../storage/driver.ts";
import type { SegmentContent, SegmentPlace, ViewKey } from "../../storage/stored-segment.ts";
import type { PackedRun } from "./pack-places.ts";

// Reads segments wherever they are. Between looking up where a packed segment is and reading it, the packer
// may have replaced the pack by a larger one and removed the old: then the segment is looked up again.

/** How often to look up again; each time means that a whole packing went by in between. */
const LOOKUPS = 5;

/** Most bytes of one read. */
export const LONGEST_READ = 16 * 1024 * 1024;

/** Those of the segments with these indexes that there are, in order of index, as recorded. */
export async function readStoredSegments(
  store: Pick<Store, "events" | "blobs">,
  view: ViewKey,
  indexes: readonly number[],
  signal: AbortSignal,
): Promise<readonly SegmentFrame[]> {
  const frames: SegmentFrame[] = [];
  let wanted = indexes;
  for (let lookup = 0; lookup < LOOKUPS && wanted.length > 0; lookup++) {
    const found = await store.events.readSegments(view, wanted, signal);
    const moved: number[] = [];
    for (const { index, content } of found) {
      if (content.kind === "bytes") frames.push({ index, bytes: content.bytes });
    }
    for (const run of adjacentRuns(found)) {
      const read = await readRun(store.blobs, run, signal);
      frames.push(...read);
      moved.push(...run.slice(read.length).map((segment) => segment.index));
    }
    wanted = moved;
  }
  return frames.toSorted((a, b) => a.index - b.index);
}

/** Packed segments that lie one behind the other in the same blob, together. */
function adjacentRuns(segments: readonly SegmentContent[]): SegmentPlace[][] {
  const runs: SegmentPlace[][] = [];
  const packed = segments.flatMap(({ index, content }) =>
    content.kind === "packed" ? [{ ...content, index }] : [],
  );
  for (const segment of packed) {
    const run = runs.at(-1);
    const first = run?.[0];
    const last = run?.at(-1);
    const follows =
      first !== undefined &&
      last?.blobKey === segment.blobKey &&
      last.offset + last.length === segment.offset &&
      segment.offset + segment.length - first.offset <= LONGEST_READ;
    if (follows) run?.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

/** One read for a run; gives those of its segments that the blob has whole, from the first on. */
async function readRun(blobs: BlobStore, run: readonly SegmentPlace[], signal: AbortSignal) {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return [];
  const length = last.offset + last.length - first.offset;
  const bytes = await blobs.read(first.blobKey, { offset: first.offset, length }, signal);
  if (bytes === null) return [];
  const whole = run.filter((segment) => segment.offset - first.offset + segment.length <= bytes.length);
  return whole.map((segment) => {
    const start = segment.offset - first.offset;
    return { index: segment.index, bytes: bytes.subarray(start, start + segment.length) };
  });
}

/** The segments of a run; null where the blob is not there any more. */
export async function readPackedRun(
  blobs: BlobStore,
  run: PackedRun,
  signal: AbortSignal,
): Promise<readonly SegmentFrame[] | null> {
  const bytes = await blobs.read(run.blobKey, { offset: run.offset, length: run.length }, signal);
  if (bytes?.length !== run.length) return null;
  let at = 0;
  return run.segments.map(({ index, length }) => ({ index, bytes: bytes.subarray(at, (at += length)) }));
}
