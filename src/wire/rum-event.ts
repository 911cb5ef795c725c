import { z } from "./schema.ts";

/**
 * One RUM event, reduced to what a list or a timeline shows. `date` is epoch milliseconds on the client's
 * clock (the same as records), durations are milliseconds (the SDK sends nanoseconds).
 */
export const rumEventSchema = z.object({
  id: z.string(),
  /** `action`, `error`, `resource`, `long_task`, `vital`, `view`, … (open set). */
  type: z.string(),
  date: z.number(),
  viewId: z.string().optional(),
  /** Action target name, error message, resource address, view address, vital name. */
  title: z.string(),
  /** Action type, error source, resource type, … */
  kind: z.string().optional(),
  duration: z.number().optional(),
  frustrations: z.array(z.string()).optional(),
  error: z
    .object({ type: z.string().optional(), stack: z.string().optional(), handling: z.string().optional() })
    .optional(),
  resource: z
    .object({
      method: z.string().optional(),
      statusCode: z.number().optional(),
      size: z.number().optional(),
    })
    .optional(),
});
export type RumEventItem = z.infer<typeof rumEventSchema>;

/** Query of `GET /bff/sessions/:sessionId/events`. */
export const rumEventQuerySchema = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(1000),
});
export type RumEventQuery = z.infer<typeof rumEventQuerySchema>;

/** Its answer: events in order of `date`. */
export const rumEventPageSchema = z.object({
  events: z.array(rumEventSchema),
  cursor: z.string().optional(),
});
export type RumEventPage = z.infer<typeof rumEventPageSchema>;
