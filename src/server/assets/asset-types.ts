/** Names that fonts were served under before `font/…`. */
const OLD_FONT_TYPES =
  /^application\/(?:x-)?(?:font-(?:woff2?|ttf|otf|truetype|opentype|sfnt)|vnd\.ms-fontobject)$/;

/** The media type of a `Content-Type` without its parameters, if replays load things of that kind. */
export function assetType(contentType: string | undefined): string | undefined {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const isAsset = /^(?:image|font|audio|video)\/[a-z0-9.+-]+$/.test(type) || type === "text/css";
  return isAsset || OLD_FONT_TYPES.test(type) ? type : undefined;
}

/** Decodes a style sheet: as its `Content-Type` says, else as its own `@charset` does, else as UTF-8. */
export function decodeSheet(bytes: Uint8Array, contentType: string | undefined): string {
  const told = /;\s*charset="?([^\s;"]+)/i.exec(contentType ?? "")?.[1];
  const own = /^@charset "([^"]{1,40})";/.exec(new TextDecoder("latin1").decode(bytes.subarray(0, 60)))?.[1];
  for (const label of [told, own])
    if (label !== undefined && isEncoding(label)) return new TextDecoder(label).decode(bytes);
  return new TextDecoder().decode(bytes);
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    // A RangeError is how it says that it does not know the label.
    return false;
  }
}
