import type { IncomingMessage, ServerResponse } from "node:http";
import { type Access, admitsViewer } from "./access.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { Metrics } from "./metrics.ts";
import { hasPage } from "./segment-page.ts";
import { SEGMENT_PAGE_ROUTE } from "./viewer-data.ts";

/** What the sending of kept pages works with. */
export interface KeptPageSending {
  readonly pages: KeptPages;
  readonly access: Access;
  readonly metrics: Pick<Metrics, "timer">;
}

/**
 * Sends a page of segments that is in memory, and says whether it did. All else, refusals too, is left to the routes:
 * the way through them costs several times what it costs to send a small page.
 */
export function keptPageSender({ pages, access, metrics }: KeptPageSending) {
  const admits = admitsViewer(access);
  return ({ method, url, headers }: IncomingMessage, response: ServerResponse): boolean => {
    if (method !== "GET" || url === undefined || !admits(headers)) return false;
    const stop = metrics.timer();
    const page = pages.find(url);
    if (page === undefined) return false;
    const status = hasPage(headers["if-none-match"], page) ? 304 : 200;
    if (status === 200) response.writeHead(200, page.headers).end(page.body);
    else response.writeHead(304, page.unchanged).end();
    stop({ route: SEGMENT_PAGE_ROUTE, method, status });
    return true;
  };
}
