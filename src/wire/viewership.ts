import { z } from "./schema.ts";

// What the viewer's own routes say of who watched what. Times are epoch milliseconds of the source.

export const watcherSchema = z.object({
  name: z.string(),
  lastWatchedAt: z.number(),
  watchCount: z.number(),
  /** It is whoever asks. */
  isMe: z.boolean(),
});
export type WatcherItem = z.infer<typeof watcherSchema>;

/** Answer of `GET /bff/sessions/:sessionId/watchers`: the last one first, at most 100. */
export const watchersSchema = z.object({ watchers: z.array(watcherSchema) });

/** Body of `POST /bff/sessions/:sessionId/watches`: whoever asks watches this view of the session. */
export const watchSchema = z.object({
  applicationId: z.string().min(1).max(200),
  viewId: z.string().min(1).max(200),
});
export type WatchItem = z.infer<typeof watchSchema>;

/** Most sessions that can be asked about at once. */
export const MOST_WATCHED = 200;

/** Query of `GET /bff/watched`: ids of sessions, with commas between. */
export const watchedQuerySchema = z.object({
  ids: z
    .string()
    .transform((list) => list.split(","))
    .refine((ids) => ids.length <= MOST_WATCHED, `must be at most ${MOST_WATCHED} ids`),
});

/** Answer: those of them that whoever asks has watched. */
export const watchedSchema = z.object({
  watched: z.array(z.object({ id: z.string(), lastWatchedAt: z.number() })),
});
