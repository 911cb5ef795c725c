import { z } from "zod";

/** Answer of `POST /api/v2/rum/analytics/aggregate`, as far as it is used. */
export const aggregateAnswerSchema = z.object({
  data: z.object({
    buckets: z
      .array(
        z.object({
          by: z.record(z.string(), z.string()).default({}),
          computes: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .default([]),
  }),
});

/** A value of a facet, and what was computed of its events. */
export interface AggregateBucket {
  readonly value: string;
  readonly measure: number;
}
