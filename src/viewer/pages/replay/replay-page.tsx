import { z } from "zod";
import { EmptyState } from "../../ui/empty-state.tsx";

/** What the address of a replay says besides the session. */
export const replaySearchSchema = z.object({
  source: z.string().optional().catch(undefined),
  view: z.string().optional().catch(undefined),
  /** Epoch milliseconds. */
  ts: z.coerce.number().optional().catch(undefined),
});

/** One session's replay. */
export function ReplayPage() {
  return <EmptyState title="The replay is not built yet" text="It follows." />;
}
