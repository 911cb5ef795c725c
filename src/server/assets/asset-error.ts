/**
 * An asset is not delivered; the message says why, for a person. The stage reads the status alone (`STATUS_REASONS` in
 * `src/stage/player/asset-finding.ts`): it cannot see the message.
 */
export class AssetError extends Error {
  /**
   * 400: no address to fetch; 403: not allowed here; 404: gone; 413, 415: too large, of another kind; 424: the host
   * refuses it; 429: too many wait already; 502: the host fails; 503: it cannot be reached; 504: it is too slow.
   */
  readonly status: 400 | 403 | 404 | 413 | 415 | 424 | 429 | 502 | 503 | 504;

  constructor(status: AssetError["status"], message: string) {
    super(message);
    this.name = "AssetError";
    this.status = status;
  }
}
