import { joinBytes } from "../../base/join-bytes.ts";
import { adler32 } from "./adler32.ts";

// Streams for tests and contracts, made without a deflater: the pure folders have none.

/**
 * A stream as the SDK writes it: each piece of text is deflated with a sync flush behind it, then comes the
 * trailer `03 00` and the checksum. The first piece is a block with codes of its own.
 */
export const sdkStream = {
  /** Lengths of the inflated pieces, and where each one's sync flush ends in the stream. */
  pieces: [135, 438, 551, 616],
  flushes: [124, 356, 428, 463],
  bytes: fromHex(
    "789c34c7410ac2301005d0bbfc75306da95407c483741592b1093426245354426fe6ce8b890bdfee3514b6a9b80a9a1be495" +
      "19342a48885cc5c40ceaa7e3d8fd29382306d4f0084e3ca81f4e9d82e7b078014dc32f856f2078914c5a579ff2819f26e695" +
      "752ec96d56f4f96ad39ab67259cae77dc7be7f010000ffff7c8e3b4ec3401445b7f2f490a86e903d2440d281102d2542a329" +
      "c6f633f83bce78fc8b44c37a58021d3b61258050dab457e7e85c1cdbea543b77beb18177f1f186d611f8eef1fe99c1c91082" +
      "6b197c9b65141c25b6af243038ad6ddf33b8f3452abfe0f7fb07c50a9b88c10f5e8432a98b51fc42c135ce7b375191d3e206" +
      "723e134f89e4ce0b29b58bfe94d2a69584d55a5d4c92740c7eb2339dd37eb03e1c4063597d7dce6ca063e876a86bf059e6d2" +
      "a19136fcaf1162c4063a8282bec4da18e80dae708d1b03bdda620b3e2cf3340ea1f7fbceb54d5d95c5eb4b2e599a5836c6bc" +
      "fd000000ffff82079731f6e032343236d133454456717e6951722a38e00af28b334b32f3f320119e990236a342c9caccc440" +
      "47a952c9cad8cc0062a67f5a5a716a899295416d6c6d2d000000ffff8ad5512a2e492c2ac18892d4bc142cf642d3547c727e" +
      "695e899295712d17000000ffff030035f3bec2",
  ),
  text: utf8(
    '{"records":[{"type":4,"timestamp":1754000000000,"data":{"width":1280,"height":720,"href":"http://shop.' +
      'example/product/9?colour=grün"}},{"type":2,"timestamp":1754000000000,"format":1,"data":[[0,"BODY",' +
      '"button","Add to basket","class","price","€ 12,50","Free delivery tomorrow if you order before 22:00",' +
      '"jacket-42.webp","Wax & quartz, vjküx"],[1,[null,"#document"],[1,0,1,1],[0,2,[3,4]],[5,6,7,8],[-9,9,' +
      '"zyxwvutsrqponmlkjihgfedcba"]]]},{"type":3,"timestamp":1754000001234.5,"data":{"source":1,"positions":' +
      '[{"id":3,"x":640,"y":360,"timeOffset":0}]}}],"start":1754000000000,"end":1754000001234.5,' +
      '"records_count":3}\n',
  ),
} as const;

/** A zlib stream that holds `bytes` without compression, in blocks of at most 65,535. */
export function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < bytes.length || parts.length === 1; at += 0xffff) {
    const block = bytes.subarray(at, at + 0xffff);
    const head = new DataView(new ArrayBuffer(5));
    head.setUint8(0, at + 0xffff >= bytes.length ? 1 : 0);
    head.setUint16(1, block.length, true);
    head.setUint16(3, block.length ^ 0xffff, true);
    parts.push(new Uint8Array(head.buffer), block);
  }
  const trailer = new DataView(new ArrayBuffer(4));
  trailer.setUint32(0, adler32(bytes));
  return joinBytes([...parts, new Uint8Array(trailer.buffer)]);
}

/** The same bytes as a view into a larger buffer. */
export const inside = (bytes: Uint8Array) =>
  joinBytes([Uint8Array.of(1, 2, 3), bytes, bytes]).subarray(3, 3 + bytes.length);

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  return Uint8Array.from(escaped.match(/%..|[^]/gu) ?? [], (unit) =>
    unit.length === 3 ? Number.parseInt(unit.slice(1), 16) : unit.charCodeAt(0),
  );
}
