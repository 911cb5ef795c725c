/**
 * The directives of the stage's Content-Security-Policy. The frame in which the recorded page is rebuilt
 * (`about:blank`) inherits them: nothing recorded runs, and nothing is fetched from an address that it names.
 * Any page may be the stage's ancestor, since `/embed/…` may be framed anywhere.
 */
export const STAGE_POLICY: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline' 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'self'",
  "worker-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];
