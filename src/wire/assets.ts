import { z } from "./schema.ts";

/**
 * What happens with images, fonts, media and style sheets that a recording names by address. `off`: none is
 * fetched; `proxy`: the server fetches them, from hosts that its operator allows; `direct`: the viewer's browser does.
 */
export const assetModeSchema = z.enum(["off", "proxy", "direct"]);
export type AssetMode = z.infer<typeof assetModeSchema>;
