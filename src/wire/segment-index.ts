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

/** A place in a view from which it can be decoded without what came before. */
export const keyframeEntrySchema = z.object({
  /** Decoding goes on with the first segment whose index is higher. */
  after: z.number().int().nonnegative(),
  /** Time of the last record before it, epoch milliseconds. */
  at: z.number(),
  /** Bytes as stored. */
  bytes: z.number(),
});
export type KeyframeEntry = z.infer<typeof keyframeEntrySchema>;

/** What a source has found out about a view by decoding it once. */
export const keyframeListSchema = z.object({
  /** Another one whenever keyframes and facts were made anew: part of their addresses. */
  id: z.string(),
  /** Index of the last segment that was decoded for it. */
  through: z.number().int(),
  /** Time of the first full snapshot; null when there is none up to `through`. */
  firstPictureAt: z.number().nullable(),
  /** The page's address as its records have it. */
  url: z.string().nullable(),
  /** In order of `after`. */
  entries: z.array(keyframeEntrySchema),
});
export type KeyframeList = z.infer<typeof keyframeListSchema>;

/** How far a source is that finds out by and by what segments a view has. */
export const indexLoadingSchema = z.object({
  /** `reading`: more come. `waiting`: more come after `until`. `stopped`: no more come before somebody asks again. */
  state: z.enum(["reading", "waiting", "stopped"]),
  /** For a person: what is waited for, or why no more come. */
  message: z.string().optional(),
  /** Epoch milliseconds by the server's clock. */
  until: z.number().optional(),
  /** Address of an answer that could not be read (`rawAnswerPath`), for a bug report. */
  rawAnswer: z.string().optional(),
});
export type IndexLoading = z.infer<typeof indexLoadingSchema>;

/** Query of `GET /bff/sessions/:sessionId/views/:viewId/index`. */
export const segmentIndexQuerySchema = z.object({
  /**
   * How many segments of the view whoever asks knows: the answer comes when the source knows of more, or that no more
   * come. Without it, the source answers with what it knows.
   */
  known: z.coerce.number().int().nonnegative().optional(),
});

/** Answer of `GET /bff/sessions/:sessionId/views/:viewId/index`. */
export const segmentIndexSchema = z.object({
  viewId: z.string(),
  /** In order of `index`; a missing number is a lost segment. */
  segments: z.array(segmentIndexEntrySchema),
  /** No more segments are expected. */
  complete: z.boolean(),
  /** Absent: `segments` is all that the source has by now. */
  loading: indexLoadingSchema.optional(),
  /** What a person who looks for a fault should know of how the source got them. */
  notes: z.array(z.string()).optional(),
  /** Absent where the source has made none (yet). */
  keyframes: keyframeListSchema.optional(),
});
export type SegmentIndex = z.infer<typeof segmentIndexSchema>;
