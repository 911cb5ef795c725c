import { z } from "zod";
import { replaySearchSchema } from "../replay/replay-search.ts";

/** What the address of an embedded replay says besides the session. */
export const embedSearchSchema = replaySearchSchema.extend({
  /** `1`: draw the recorded pointer. */
  pointer: z.literal("1").optional().catch(undefined),
});
export type EmbedSearch = z.infer<typeof embedSearchSchema>;
