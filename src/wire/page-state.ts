import { z } from "./schema.ts";

/**
 * From `at` (epoch ms) on, a page is so: `active` (it has the focus), `passive` (seen without it), `hidden`, `frozen`,
 * `terminated`. An open set.
 */
export const pageStateSchema = z.object({ at: z.number(), state: z.string() });
export type PageState = z.infer<typeof pageStateSchema>;
