import type { RawRecord } from "../../src/replay/record/raw-record.ts";

/** One repetition of a stretch, written so that it goes on from the page as the one before left it. */
export interface Turn {
  /** The page as the stretch's snapshot has it, as a change of the page as it stands. */
  reset(): RawRecord;
  /** The next record of the stretch's body. Call once for each, in order. */
  next(record: RawRecord): RawRecord;
  readonly node: (id: number) => number;
}
