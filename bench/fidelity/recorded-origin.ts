import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Route } from "playwright";
import type { Recording } from "../recording.ts";

// The recorded page's origin, as far as the recording has kept what it served.

const BYTE_RANGE = /^bytes=(\d*)-(\d*)$/;

/** What a page has asked of the network, the product's own addresses left out. */
export interface RecordedOrigin {
  /** Addresses that the recording has no body for; they were refused. Grows as it goes. */
  readonly refused: readonly string[];
}

/**
 * Answers, for all pages of a browser context, the addresses that the recording has a body for as an origin would,
 * and refuses all others but those of the product.
 */
export async function serveRecordedAssets(
  context: BrowserContext,
  recording: Recording,
  product: string,
): Promise<RecordedOrigin> {
  const refused: string[] = [];
  await context.route("**/*", async (route) => {
    const url = route.request().url();
    const asset = recording.assets.get(url);
    if (new URL(url).origin === product) await route.continue();
    else if (asset)
      await answer(route, await readFile(join(recording.folder, asset.file)), asset.contentType);
    else {
      refused.push(url);
      await route.abort("addressunreachable");
    }
  });
  return { refused };
}

/** Answers with a body, or with the part of it that is asked for, as media elements do. */
async function answer(route: Route, body: Buffer, contentType: string): Promise<void> {
  const headers = {
    "content-type": contentType,
    "access-control-allow-origin": "*",
    "accept-ranges": "bytes",
  };
  const range = rangeOf(route.request().headers()["range"], body.length);
  if (range === undefined) return route.fulfill({ status: 200, headers, body });
  const [from, to] = range;
  if (from > to)
    return route.fulfill({ status: 416, headers: { ...headers, "content-range": `bytes */${body.length}` } });
  return route.fulfill({
    status: 206,
    headers: { ...headers, "content-range": `bytes ${from}-${to}/${body.length}` },
    body: body.subarray(from, to + 1),
  });
}

/** First and last byte of the range asked for; undefined when it is for the whole body. */
function rangeOf(header: string | undefined, length: number): readonly [number, number] | undefined {
  const [, from, to] = BYTE_RANGE.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  if (from === "") return [Math.max(0, length - Number(to)), length - 1];
  return [Number(from), to === "" ? length - 1 : Math.min(Number(to), length - 1)];
}
