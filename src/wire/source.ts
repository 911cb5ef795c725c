import { z } from "./schema.ts";

/** A place that sessions come from: the embedded store, or a Datadog site. */
export const sourceSchema = z.object({
  id: z.string(),
  /** For people. */
  title: z.string(),
  /** What it has besides sessions; `watched-filter`: sessions can be searched by whether the viewer watched them. */
  keeps: z.array(z.enum(["playlists", "watches", "watched-filter"])),
});
export type SourceItem = z.infer<typeof sourceSchema>;

/** What a source that asks another server waits for. Times are epoch milliseconds by this server's clock. */
export const sourceWaitSchema = z.object({
  /** `rate-limit`: it is allowed no more requests until then. `failure`: it asks again then. */
  reason: z.enum(["rate-limit", "failure"]),
  /** For a person: what the limit is called, or what failed and how. */
  about: z.string(),
  since: z.number(),
  until: z.number(),
  /** How many requests wait. */
  requests: z.number(),
});
export type SourceWait = z.infer<typeof sourceWaitSchema>;

/** Answer of `GET /bff/sources/status?source=`: asked while another request takes its time. */
export const sourceStatusSchema = z.object({
  /** The server's time, against which `since` and `until` are to be seen. */
  now: z.number(),
  waits: z.array(sourceWaitSchema),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/** Answer of `GET /bff/sources`, the default source first. */
export const sourcesSchema = z.object({ sources: z.array(sourceSchema) });
export type Sources = z.infer<typeof sourcesSchema>;
