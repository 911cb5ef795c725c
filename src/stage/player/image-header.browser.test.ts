import { expect, test } from "vitest";
import { imageHeader } from "./image-header.ts";

/** An image as a browser makes it; one that is see-through is of another kind of WebP. */
async function encoded(type: string, quality: number, isClear: boolean): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(300, 7);
  const context = canvas.getContext("2d", { alpha: isClear });
  context?.fillRect(3, 3, 100, 2);
  return (await canvas.convertToBlob({ type, quality })).arrayBuffer();
}

test.each([
  ["image/webp", 0.5, false],
  ["image/webp", 0.5, true],
  ["image/webp", 1, false],
  ["image/webp", 1, true],
  ["image/png", 1, true],
  ["image/jpeg", 0.5, false],
])(
  "tells format and size of %s of quality %d, and no others of a part of it",
  async (type, quality, isClear) => {
    const bytes = await encoded(type, quality, isClear);
    const header = { type, width: 300, height: 7 };
    expect(imageHeader(bytes)).toEqual(header);
    const cuts = Array.from({ length: bytes.byteLength }, (_, length) => imageHeader(bytes.slice(0, length)));
    expect(
      cuts.filter((found) => found !== null && JSON.stringify(found) !== JSON.stringify(header)),
    ).toEqual([]);
    expect(cuts[12]).toBeNull();
  },
);

test.each([
  ["nothing", new Uint8Array()],
  ["a GIF", new TextEncoder().encode("GIF89a")],
  ["a WebP of a kind that there is not", new TextEncoder().encode("RIFF....WEBPVP9 ............")],
  ["a JPEG without a frame", new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0])],
  ["a JPEG whose parts have no length", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
])("%s is none", (_, bytes) => {
  expect(imageHeader(bytes.buffer)).toBeNull();
});

test("WebP without loss tells its size in another place", async () => {
  const bytes = await (await fetch(LOSSLESS)).arrayBuffer();
  expect(imageHeader(bytes)).toEqual({ type: "image/webp", width: 1, height: 1 });
});
const LOSSLESS = "data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
