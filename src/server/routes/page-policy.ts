import type { AssetMode } from "../../wire/assets.ts";
import { stagePolicy } from "../../wire/stage-policy.ts";

// The security headers of everything this server answers. A recording is hostile: it is rebuilt in the stage
// only, whose policy lets nothing run and nothing be fetched from an address that the recording names.

/** Header names and values. */
export type HeaderTable = Readonly<Record<string, string>>;

const SHARED: HeaderTable = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

const VIEWER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The widgets and the virtual lists place things by inline style.
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

const policy = (...directives: readonly string[]): HeaderTable => ({
  "Content-Security-Policy": directives.join("; "),
});

/** The viewer at `/` and `/sessions/…`: never in a frame. */
export const VIEWER_HEADERS: HeaderTable = {
  ...SHARED,
  ...policy(...VIEWER_POLICY, "frame-ancestors 'none'"),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * The viewer at `/embed/…`: any page may frame it (no `frame-ancestors`) or open it and speak with it (no
 * Cross-Origin-Opener-Policy).
 */
export const EMBED_HEADERS: HeaderTable = { ...SHARED, ...policy(...VIEWER_POLICY) };

/** The stage. */
export const stageHeaders = (assets: AssetMode): HeaderTable => ({
  ...SHARED,
  ...policy(...stagePolicy(assets)),
  "Cross-Origin-Resource-Policy": "same-origin",
});

/** Scripts, styles, images. A worker takes the policy of its script's answer: it has no network either. */
export const ASSET_HEADERS: HeaderTable = {
  ...SHARED,
  ...policy("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"),
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** What a recording names and the server fetched: inert also where its address is opened as a page. */
export const RECORDED_ASSET_HEADERS: HeaderTable = {
  ...SHARED,
  ...policy(
    "default-src 'none'",
    // What an SVG holds of its own.
    "style-src 'unsafe-inline'",
    "img-src data:",
    "font-src data:",
    "sandbox",
    "frame-ancestors 'none'",
  ),
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Data, also where an address of it is opened as a page. */
export const DATA_HEADERS: HeaderTable = {
  ...SHARED,
  ...policy("default-src 'none'", "frame-ancestors 'none'"),
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};
