import { z } from "./schema.ts";

/** What is known of one stored segment without inflating it. */
export const segmentIndexEntrySchema = z.object({
  /** `index_in_view`; where the SDK sends none (3.x, 4.0 to 4.4), the order of arrival. */
  index: z.number().int().nonnegative(),
  start: z.number(),
  end: z.number(),
  records: z.number(),
  /** As the SDK says; not reliable (formats differ by version). */
  hasFullSnapshot: z.boolean(),
  /** Bytes as stored. */
  bytes: z.number(),
});
export type SegmentIndexEntry = z.infer<typeof segmentIndexEntrySchema>;

/** Answer of `GET /bff/sessions/:sessionId/views/:viewId/index`. */
export const segmentIndexSchema = z.object({
  viewId: z.string(),
  /** In order of `index`; a missing number is a lost segment. */
  segments: z.array(segmentIndexEntrySchema),
  /** No more segments are expected. */
  complete: z.boolean(),
});
export type SegmentIndex = z.infer<typeof segmentIndexSchema>;
