import { z } from "./schema.ts";

/** A place that sessions come from: the embedded store, or a Datadog site. `title` is for people. */
export const sourceSchema = z.object({ id: z.string(), title: z.string() });
export type SourceItem = z.infer<typeof sourceSchema>;

/** Answer of `GET /bff/sources`, the default source first. */
export const sourcesSchema = z.object({ sources: z.array(sourceSchema) });
export type Sources = z.infer<typeof sourcesSchema>;
