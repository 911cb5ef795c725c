import { z } from "zod";

/** What the address of a replay says besides the session. Values that mean nothing are left out. */
export const replaySearchSchema = z.object({
  source: z.string().optional().catch(undefined),
  view: z.string().optional().catch(undefined),
  /** Epoch milliseconds. */
  ts: z.coerce.number().optional().catch(undefined),
});
export type ReplaySearch = z.infer<typeof replaySearchSchema>;

/** The search parameters that bring back a moment. Whole milliseconds keep the address short. */
export const placeInReplay = (
  source: string | undefined,
  place: { readonly viewId: string; readonly ts: number },
): ReplaySearch => ({
  source,
  view: place.viewId === "" ? undefined : place.viewId,
  ts: Math.floor(place.ts),
});

/** The absolute address of a moment, for people to share. */
export function replayAddress(origin: string, sessionId: string, search: ReplaySearch): string {
  const address = new URL(`/sessions/${encodeURIComponent(sessionId)}`, origin);
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address.href;
}
