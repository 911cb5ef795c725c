import type { AssetKind } from "../../wire/assets.ts";

const DECLARED: Readonly<Record<Exclude<AssetKind, "font">, RegExp>> = {
  image: /^image\/[a-z0-9.+-]+$/,
  media: /^(?:(?:audio|video)\/[a-z0-9.+-]+|application\/(?:ogg|mp4)|text\/vtt)$/,
  style: /^text\/css$/,
};

/** Types that say nothing but "bytes". */
const ANY_BYTES = /^(?:(?:application|binary)\/octet-stream|application\/(?:x-)?(?:binary|download))?$/;

/** How many bytes of a file `typeOfBytes` looks at. */
export const MAGIC_BYTES = 12;

/** What files begin with, as Latin-1 text, and what some have a little further on. */
const MAGIC: readonly {
  readonly kind: AssetKind;
  readonly type: string;
  readonly begin?: string;
  readonly further?: readonly [at: number, text: string];
}[] = [
  { kind: "font", type: "font/woff", begin: "wOFF" },
  { kind: "font", type: "font/woff2", begin: "wOF2" },
  { kind: "font", type: "font/otf", begin: "OTTO" },
  { kind: "font", type: "font/ttf", begin: "\0\u0001\0\0" },
  { kind: "font", type: "font/ttf", begin: "true" },
  { kind: "font", type: "font/collection", begin: "ttcf" },
  { kind: "image", type: "image/png", begin: "\u0089PNG\r\n\u001a\n" },
  { kind: "image", type: "image/gif", begin: "GIF8" },
  { kind: "image", type: "image/jpeg", begin: "\u00ff\u00d8\u00ff" },
  { kind: "image", type: "image/webp", begin: "RIFF", further: [8, "WEBP"] },
  { kind: "image", type: "image/avif", further: [4, "ftypavif"] },
  { kind: "image", type: "image/avif", further: [4, "ftypavis"] },
  { kind: "image", type: "image/bmp", begin: "BM" },
  { kind: "image", type: "image/x-icon", begin: "\0\0\u0001\0" },
];

/** The media type of a `Content-Type`, without its parameters. */
export const mediaType = (contentType: string | undefined): string =>
  (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/**
 * The type under which an answer of this type is passed on: its own, where it is of the kind that was asked for. `look`:
 * the bytes say it, since hosts give fonts all sorts of types, and some give images none. Null: it is of another kind.
 */
export function typeAsTold(kind: AssetKind, type: string): { readonly type: string } | "look" | null {
  if (kind === "font") return "look";
  if (DECLARED[kind].test(type)) return { type };
  if (!ANY_BYTES.test(type)) return null;
  // Players find out by themselves, and their ranges do not begin where files do.
  return kind === "media" ? { type: "application/octet-stream" } : kind === "image" ? "look" : null;
}

/** The type of a file of this kind by its first bytes; null: it is none. */
export function typeOfBytes(kind: AssetKind, head: Uint8Array): string | null {
  const text = Buffer.from(head).toString("latin1");
  const found = MAGIC.find(
    ({ kind: of, begin = "", further: [at, more] = [0, ""] }) =>
      of === kind && text.startsWith(begin) && text.startsWith(more, at),
  );
  return found?.type ?? null;
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
