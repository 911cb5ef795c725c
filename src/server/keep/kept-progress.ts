import { z } from "zod";
import type { KeptSession } from "../storage/stored-keep.ts";

// Where the keeping of a session is, as it stands in the store (`KeptSession.progress`).

const placeSchema = z.object({
  /** Where to go on; null: from the first. */
  after: z.string().nullable(),
  /** No more comes. */
  isDone: z.boolean(),
});

const progressSchema = z.object({
  events: placeSchema,
  /** By view id. */
  views: z.record(z.string(), placeSchema),
  /** What the source did not have when it was kept, for a person. */
  missing: z.array(z.string()),
});
export type KeptProgress = z.infer<typeof progressSchema>;
export type KeptPlace = z.infer<typeof placeSchema>;

export const BEGINNING: KeptPlace = { after: null, isDone: false };
const NOTHING_KEPT: KeptProgress = { events: BEGINNING, views: {}, missing: [] };

/** Where a keeping from this source is; the beginning where it was another's, or is of a form of other programs. */
export function readProgress(kept: KeptSession | null, source: string): KeptProgress {
  if (kept?.source !== source) return NOTHING_KEPT;
  return parsed(kept) ?? NOTHING_KEPT;
}

/** What was missing when a session was kept. */
export const missingOf = (kept: KeptSession): readonly string[] => parsed(kept)?.missing ?? [];

function parsed({ progress }: KeptSession): KeptProgress | undefined {
  try {
    return progressSchema.safeParse(JSON.parse(progress)).data;
  } catch {
    // Not JSON: not of this program.
    return undefined;
  }
}
