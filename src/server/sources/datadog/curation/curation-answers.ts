import { z } from "zod";

// What Datadog's documented routes for playlists and viewership answer (JSON:API), as far as it is used.

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .refine((at) => !Number.isNaN(at), "must be a time");
const sessionEvent = z.record(z.string(), z.unknown()).optional().catch(undefined);

const playlistDataSchema = z.object({
  id: z.coerce.string(),
  attributes: z.object({
    name: z.string(),
    description: z.string().nullish(),
    session_count: z.number().catch(0),
    created_by: z
      .object({ uuid: z.string(), handle: z.string(), name: z.string().nullish() })
      .optional()
      .catch(undefined),
    created_at: time.optional().catch(undefined),
    updated_at: time.optional().catch(undefined),
  }),
});
export type PlaylistData = z.infer<typeof playlistDataSchema>;

export const playlistAnswerSchema = z.object({ data: playlistDataSchema });
export const playlistsAnswerSchema = z.object({ data: z.array(playlistDataSchema) });

const sessionDataSchema = z.object({
  id: z.string(),
  attributes: z.object({ session_event: sessionEvent, track: z.string().optional() }).default({}),
});
export const playlistSessionsAnswerSchema = z.object({ data: z.array(sessionDataSchema) });

export const watchAnswerSchema = z.object({ data: z.object({ id: z.coerce.string() }) });

export const watchersAnswerSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        handle: z.string(),
        name: z.string().nullish(),
        last_watched_at: time,
        watch_count: z.number(),
      }),
    }),
  ),
});

export const watchedAnswerSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        last_watched_at: time,
        event_id: z.string().optional(),
        session_event: sessionEvent,
        track: z.string().optional(),
      }),
    }),
  ),
});
