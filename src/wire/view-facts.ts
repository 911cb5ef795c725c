import { pageStateSchema } from "./page-state.ts";
import { z } from "./schema.ts";

// What the records of one view say about it. The stage tells it of what it has decoded; a source may have found it
// out before (`viewFactsPath`). Times are epoch milliseconds on the recorded client's clock.

/** One thing that a timeline or panel shows, found in the records themselves. */
export const timelineFactSchema = z.object({
  kind: z.enum(["click", "input", "scroll", "resize", "focus", "blur", "navigation", "frustration"]),
  at: z.number(),
  /** Click target's text, page address, frustration type. */
  label: z.string().optional(),
});
export type TimelineFact = z.infer<typeof timelineFactSchema>;

export const spanSchema = z.object({ start: z.number(), end: z.number() });

export const stageDiagnosticSchema = z.object({
  viewId: z.string(),
  code: z.string(),
  message: z.string(),
  count: z.number(),
  segmentIndex: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
});
export type StageDiagnostic = z.infer<typeof stageDiagnosticSchema>;

/** Answer of `GET /bff/sessions/:sessionId/views/:viewId/facts`; see `KeyframeList.through` for how far it goes. */
export const viewFactsSchema = z.object({
  facts: z.array(timelineFactSchema),
  /** Of the user being there; see `Presence`. */
  presence: z.object({ focus: z.array(pageStateSchema), signs: z.array(spanSchema) }),
  /** Stretches without activity of the user of at least `IDLE_MS`. */
  idle: z.array(spanSchema),
  /** Stretches where the picture cannot be trusted or is missing. */
  gaps: z.array(spanSchema),
  diagnostics: z.array(stageDiagnosticSchema),
});
export type ViewFacts = z.infer<typeof viewFactsSchema>;
