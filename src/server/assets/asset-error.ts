/** An asset is not delivered; the message says why, for a person. */
export class AssetError extends Error {
  /** 400: no address to fetch; 403: not allowed; 404: gone; 413, 415: too large, of another kind; 5xx: the host's fault. */
  readonly status: 400 | 403 | 404 | 413 | 415 | 502 | 504;

  constructor(status: AssetError["status"], message: string) {
    super(message);
    this.name = "AssetError";
    this.status = status;
  }
}
