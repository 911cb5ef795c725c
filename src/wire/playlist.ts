import { z } from "./schema.ts";

// What the viewer's own routes say of playlists. Times are epoch milliseconds of the source.

/** A list of sessions that people made. */
export const playlistSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  sessionCount: z.number(),
  /** Who made it. */
  createdBy: z.string().optional(),
  updatedAt: z.number().optional(),
});
export type PlaylistItem = z.infer<typeof playlistSchema>;

/** Most playlists that are listed. */
export const MOST_PLAYLISTS = 500;

/** Answer of `GET /bff/playlists`: those changed last come first. */
export const playlistsSchema = z.object({ playlists: z.array(playlistSchema) });

/** Body of `POST /bff/playlists` and `PUT /bff/playlists/:playlistId`. */
export const playlistTextSchema = z.object({
  name: z.string().trim().min(1, "must not be empty").max(200, "must not have more than 200 characters"),
  description: z.string().trim().max(5000, "must not have more than 5000 characters").optional(),
});
export type PlaylistText = z.infer<typeof playlistTextSchema>;

/** Query of `GET /bff/playlists/:playlistId/sessions`; the answer is a `SessionPage`. */
export const playlistSessionsQuerySchema = z.object({
  cursor: z.coerce.number().int().nonnegative().default(0),
});

const MOST_AT_ONCE = 1000;

/** Body of `POST /bff/playlists/:playlistId/sessions`: what is added at its end. `start` is the session's. */
export const addedSessionsSchema = z.object({
  sessions: z
    .array(z.object({ id: z.string().min(1), start: z.number() }))
    .min(1)
    .max(MOST_AT_ONCE),
});

/** Body of `DELETE /bff/playlists/:playlistId/sessions`. */
export const removedSessionsSchema = z.object({ ids: z.array(z.string().min(1)).min(1).max(MOST_AT_ONCE) });

/** Answer of `GET /bff/sessions/:sessionId/playlists`: absent where the source cannot say. */
export const sessionPlaylistsSchema = z.object({ playlistIds: z.array(z.string()).optional() });
