import { z } from "zod";

/** What the address of an embedded replay says besides the session. */
export const embedSearchSchema = z.object({
  source: z.string().optional().catch(undefined),
  view: z.string().optional().catch(undefined),
  /** Epoch milliseconds. */
  ts: z.coerce.number().optional().catch(undefined),
  /** `1`: draw the recorded pointer. */
  pointer: z.literal("1").optional().catch(undefined),
});

/** The recorded page alone. */
export function EmbedPage() {
  return null;
}
