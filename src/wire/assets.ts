import { ASSET_PATH } from "./paths.ts";
import { z } from "./schema.ts";

/**
 * What happens with images, fonts, media and style sheets that a recording names by address. `off`: none is
 * fetched; `proxy`: the server fetches them, from hosts that its operator allows; `direct`: the viewer's browser does.
 */
export const assetModeSchema = z.enum(["off", "proxy", "direct"]);
export type AssetMode = z.infer<typeof assetModeSchema>;

/** What an address is loaded as. */
export const assetKindSchema = z.enum(["image", "font", "media", "style"]);
export type AssetKind = z.infer<typeof assetKindSchema>;

/** Where this server has what a recording names: an absolute address without fragment. */
export const assetAddress = (url: string, kind: AssetKind): string =>
  `${ASSET_PATH}?as=${kind}&url=${encodeURIComponent(url)}`;
