import { LARGEST_PAGE_BYTES, SourceError } from "./source.ts";

/**
 * Checks what a page of segments comes to.
 * @throws {SourceError} 400 when several segments come to more than `LARGEST_PAGE_BYTES`, naming where to end.
 */
export function assertPageSize(
  segments: readonly { readonly index: number; readonly bytes: number }[],
): void {
  let size = 0;
  const most = segments.findIndex(({ bytes }) => {
    size += bytes;
    return size > LARGEST_PAGE_BYTES;
  });
  if (most < 0 || segments.length === 1) return;
  const last = segments[Math.max(0, most - 1)]?.index;
  throw new SourceError(
    400,
    `last: these segments come to more than ${LARGEST_PAGE_BYTES} bytes; up to ${last} they are a page`,
  );
}
