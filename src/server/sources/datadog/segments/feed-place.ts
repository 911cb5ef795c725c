import { z } from "zod";
import { epochMs } from "../../../../base/time.ts";
import type { SegmentStorage } from "../../../storage/stored-segment.ts";
import type { FedSegment } from "../../session-feed.ts";
import { SourceError } from "../../source.ts";
import type { RecordedSegment } from "./recorded-segment.ts";
import { WalkPosition } from "./walk-position.ts";

// Places in a view's pages as texts, so that somebody who keeps its segments goes on after a restart.

const placeSchema = z.object({
  /** The page of this storage is asked for next. */
  storage: z.enum(["event_platform", "blob"]),
  paging: z.string().optional(),
  /** No other storage is left to look at. */
  isLast: z.boolean(),
});
type Place = z.infer<typeof placeSchema>;

/**
 * The place of what a position asks for next. Behind the end it is the event platform's last page: what comes later of
 * a view that still grows is behind that.
 */
export function placeOf(position: WalkPosition, lastFresh: string | undefined): string {
  const { storage, paging } = position;
  const place: Place =
    storage === undefined
      ? { storage: "event_platform", paging: lastFresh, isLast: true }
      : { storage, paging, isLast: position.isLastStorage };
  return JSON.stringify(place);
}

/**
 * The position of a place; without one, the beginning of the storages.
 * @throws {SourceError} 400 when the text is not one that `placeOf` made.
 */
export function beginAt(after: string | null, storages: readonly SegmentStorage[]): WalkPosition {
  if (after === null) return new WalkPosition(storages);
  const { storage, paging, isLast } = readPlace(after);
  // In the order of then: which storage is likelier may have changed.
  const others = isLast ? [] : storages.filter((other) => other !== storage);
  return new WalkPosition([storage, ...others], paging);
}

function readPlace(after: string): Place {
  try {
    return placeSchema.parse(JSON.parse(after));
  } catch (error) {
    throw new SourceError(400, "the place to go on with a view's segments cannot be read", { cause: error });
  }
}

/** What a feed gives of a segment that an answer had. */
export const fedSegment = ({
  index,
  start,
  end,
  hasFullSnapshot,
  bytes,
}: Pick<RecordedSegment, keyof FedSegment>): FedSegment => ({
  index,
  start: epochMs(start),
  end: epochMs(end),
  hasFullSnapshot,
  bytes,
});
