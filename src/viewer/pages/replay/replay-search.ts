import { z } from "zod";
import type { Playback } from "../../player/playback-store.ts";
import { tabOf } from "../../player/tabs.ts";

/** What the address of a replay says besides the session. Values that mean nothing are left out. */
export const replaySearchSchema = z.object({
  source: z.string().optional().catch(undefined),
  view: z.string().optional().catch(undefined),
  /** Epoch milliseconds. */
  ts: z.coerce.number().optional().catch(undefined),
  /** The tab that is pinned, counted from 1; without it, the one with the focus is shown. */
  tab: z.coerce.number().int().positive().optional().catch(undefined),
});
export type ReplaySearch = z.infer<typeof replaySearchSchema>;

/** The search parameters that bring back a moment. Whole milliseconds keep the address short. */
export const placeInReplay = (
  source: string | undefined,
  { viewId, ts, pinned, session }: Pick<Playback, "viewId" | "ts" | "pinned" | "session">,
): ReplaySearch => ({
  source,
  view: viewId === "" ? undefined : viewId,
  ts: Math.floor(ts),
  tab: pinned === undefined ? undefined : tabOf(session.views, pinned)?.number,
});

/** The absolute address of a moment, for people to share. */
export function replayAddress(origin: string, sessionId: string, search: ReplaySearch): string {
  const address = new URL(`/sessions/${encodeURIComponent(sessionId)}`, origin);
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address.href;
}
