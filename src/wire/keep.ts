import { z } from "./schema.ts";

// Keeping: a session of a source that asks another server is brought into the embedded store. Times are epoch
// milliseconds by this server's clock.

/** How far it is. `known` is what is known to be there so far; it may grow. */
export const keepProgressSchema = z.object({
  views: z.object({ done: z.number(), known: z.number() }),
  segments: z.object({ done: z.number(), known: z.number() }),
  events: z.number(),
  /** Of the segments, as stored. */
  bytes: z.number(),
});
export type KeepProgress = z.infer<typeof keepProgressSchema>;

/** Answer of `GET`, `POST` and `DELETE` of `keepPath`. */
export const keepStatusSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("none") }),
  /** Others of the source come first. */
  z.object({ state: z.literal("waiting"), ahead: z.number() }),
  z.object({
    state: z.literal("keeping"),
    progress: keepProgressSchema,
    /** What is waited for: why, for a person, and until when. */
    wait: z.object({ about: z.string(), until: z.number() }).optional(),
  }),
  /** All is here that the source has. `missing`: what it does not have (any more), for a person, one line each. */
  z.object({
    state: z.literal("kept"),
    at: z.number(),
    missing: z.array(z.string()),
    /** Of the keeping that this server did, since it was started. */
    progress: keepProgressSchema.optional(),
  }),
  /** It was begun and is not whole; asked for again, it goes on from there. */
  z.object({
    state: z.literal("stopped"),
    /** Why, for a person. */
    message: z.string(),
    progress: keepProgressSchema.optional(),
  }),
]);
export type KeepStatus = z.infer<typeof keepStatusSchema>;

/** Where a session of the embedded store was kept from. */
export const keptFromSchema = z.object({
  /** Id of the source. */
  source: z.string(),
  at: z.number(),
});
