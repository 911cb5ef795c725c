// What the first bytes of an image say. Only formats that browsers make of a canvas are known.

/** Format and size (pixels) of an image, as its header says. */
export interface ImageHeader {
  readonly type: "image/webp" | "image/png" | "image/jpeg";
  readonly width: number;
  readonly height: number;
}

/** JPEG: markers that begin a frame, and so tell its size; C4, C8 and CC are other things. */
const isFrameStart = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const SCAN_START = 0xda;
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The header of a WebP, PNG or JPEG image; null when the bytes are none, or end before their size is told. */
export function imageHeader(bytes: ArrayBuffer): ImageHeader | null {
  const view = new DataView(bytes);
  try {
    if (PNG_START.every((byte, at) => view.getUint8(at) === byte)) return pngHeader(view);
    if (tag(view, 0) === "RIFF" && tag(view, 8) === "WEBP") return webpHeader(view);
    if (view.getUint16(0) === 0xffd8) return jpegHeader(view);
    return null;
  } catch (error) {
    // The bytes are at their end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const tag = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));

function pngHeader(view: DataView): ImageHeader | null {
  if (tag(view, 12) !== "IHDR") return null;
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

function webpHeader(view: DataView): ImageHeader | null {
  const size = webpSize(view);
  return size && { type: "image/webp", ...size };
}

function webpSize(view: DataView): { readonly width: number; readonly height: number } | null {
  switch (tag(view, 12)) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const sides = view.getUint32(21, true);
      return { width: (sides & 0x3fff) + 1, height: ((sides >> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

const uint24 = (view: DataView, at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

function jpegHeader(view: DataView): ImageHeader | null {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrameStart(marker))
      return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === SCAN_START) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
