import type { AssetMode } from "./assets.ts";

/** Where the recorded page may load things from, beside what the recording holds. */
const ASSET_ORIGINS: Readonly<Record<AssetMode, string>> = { off: "", proxy: "", direct: " https: http:" };

/**
 * The directives of the stage's Content-Security-Policy. The frame in which the recorded page is rebuilt
 * (`about:blank`) inherits them: nothing recorded runs, and nothing is fetched from an address that it names,
 * unless `assets` says so. Any page may be the stage's ancestor, since `/embed/…` may be framed anywhere.
 */
export function stagePolicy(assets: AssetMode): readonly string[] {
  const origins = ASSET_ORIGINS[assets];
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'unsafe-inline' 'self'${origins}`,
    `img-src 'self' data: blob:${origins}`,
    `font-src 'self' data:${origins}`,
    ...(assets === "off" ? [] : [`media-src 'self'${origins}`]),
    "frame-src 'self'",
    "worker-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
}
