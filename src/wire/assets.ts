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

/** What an absolute address of this server stands for; null when it stands for nothing of a recording. */
export function recordedAsset(address: string): { readonly url: string; readonly kind: AssetKind } | null {
  if (!address.includes(ASSET_PATH) || !URL.canParse(address)) return null;
  const { pathname, searchParams } = new URL(address);
  const url = searchParams.get("url");
  const kind = assetKindSchema.safeParse(searchParams.get("as"));
  return pathname === ASSET_PATH && url !== null && kind.success ? { url, kind: kind.data } : null;
}

/**
 * Why something that a recording names was not loaded, as far as the browser or the proxy tells. `not-allowed`: this
 * server may not fetch it; `refused`: its host does not give it to everyone; `cors`: its host does not say that other
 * sites may use it, or cannot be reached; `policy`: the browser keeps the page from it; `type`: it is no such thing;
 * `failing`: its host answers with an error; `busy`: this server has too much to fetch.
 */
export const assetReasonSchema = z.enum([
  "gone",
  "refused",
  "not-allowed",
  "cors",
  "policy",
  "type",
  "too-large",
  "time-out",
  "unreachable",
  "failing",
  "busy",
  "unknown",
]);
export type AssetReason = z.infer<typeof assetReasonSchema>;

/** What can be missing: what is named by address, and what canvases showed, which is named by a resource id. */
const unloadedKindSchema = z.enum([...assetKindSchema.options, "canvas"]);
export type UnloadedKind = z.infer<typeof unloadedKindSchema>;

/** Something that recorded pages name and that was not loaded. */
export const unloadedAssetSchema = z.object({
  /** As recorded, absolute; a long one, and what holds its content, cut. Of a canvas, the id of the image. */
  address: z.string(),
  kind: unloadedKindSchema,
  reason: assetReasonSchema,
  /** How many elements of the pages were to show it; 1 where that is not known. */
  count: z.number(),
});
export type UnloadedAsset = z.infer<typeof unloadedAssetSchema>;

/** What of a session's pictures, fonts, media and style sheets is not shown, as far as it was played. */
export const unloadedAssetsSchema = z.object({
  /** Each address once, those found first in front. */
  failed: z.array(unloadedAssetSchema),
  /** There are more than are listed. */
  hasMore: z.boolean(),
  /** How many addresses the recording names that are never asked for, since assets are `off`. */
  notFetched: z.number(),
  /** There are more of those than were counted. */
  hasMoreNotFetched: z.boolean(),
});
export type UnloadedAssets = z.infer<typeof unloadedAssetsSchema>;
