import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReplaySource } from "../sources/source.ts";
import { type Access, admitsViewer } from "./access.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { Metrics } from "./metrics.ts";
import { readSegmentPageAddress } from "./segment-page-address.ts";
import { hasPage, type SegmentPage, segmentPage } from "./segment-page.ts";
import { SEGMENT_PAGE_ROUTE } from "./viewer-data.ts";

/** What the sending of pages works with. */
export interface PageSending {
  readonly pages: KeptPages;
  /** Not empty; the first is the default. */
  readonly sources: readonly Pick<ReplaySource, "id" | "getKnownSegments">[];
  readonly access: Access;
  readonly metrics: Pick<Metrics, "timer">;
}

const UNINTERRUPTED = new AbortController().signal;

/**
 * Sends a page of segments that is in memory, or of which a source knows where it is, and says whether it did. All
 * else, refusals too, is left to the routes: the way through them costs several times what it costs to send a small
 * page.
 */
export function pageSender({ pages, sources, access, metrics }: PageSending) {
  const admits = admitsViewer(access);
  return (incoming: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> => {
    const { method, url, headers } = incoming;
    if (method !== "GET" || url === undefined || !admits(headers)) return false;
    const stop = metrics.timer();
    const send = (page: SegmentPage): true => {
      const status = hasPage(headers["if-none-match"], page) ? 304 : 200;
      if (status === 200) response.writeHead(200, page.headers).end(page.body);
      else response.writeHead(304, page.unchanged).end();
      stop({ route: SEGMENT_PAGE_ROUTE, method, status });
      return true;
    };
    const kept = pages.find(url);
    if (kept !== undefined) return send(kept);
    const made = makePage(url, sources);
    if (made === null) return false;
    return made.then(
      (page) => {
        if (page === null) return false;
        pages.keepIfAskedAgain(url, page);
        return send(page);
      },
      // The routes try again, and say what is wrong.
      () => false,
    );
  };
}

/** The page of an address from what a source knows. */
function makePage(url: string, sources: PageSending["sources"]): Promise<SegmentPage | null> | null {
  const address = readSegmentPageAddress(url);
  if (address === null) return null;
  const { session, view, range } = address;
  const source = address.source === undefined ? sources[0] : sources.find(({ id }) => id === address.source);
  const known = source?.getKnownSegments?.(session, view, range, UNINTERRUPTED);
  return known?.then((frames) => frames && segmentPage(frames, range)) ?? null;
}
