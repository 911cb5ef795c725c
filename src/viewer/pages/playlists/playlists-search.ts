import { z } from "zod";

/** What the address of the playlists says: of which source, where it is not the first. */
export const playlistsSearchSchema = z.object({ source: z.string().optional().catch(undefined) });
