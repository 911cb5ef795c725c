import type { Page } from "@playwright/test";

// What a page asks the server for: pages of segments and keyframes, as their addresses name them.

const PAGE = /\/views\/([^/]+)\/segments\?(.*)$/;
const KEYFRAME = /\/views\/([^/]+)\/keyframes\/(\d+)\?/;

export type Asked =
  | { readonly kind: "page"; readonly viewId: string; readonly first: number; readonly last: number }
  | { readonly kind: "keyframe"; readonly viewId: string; readonly after: number };

export interface BytesAsked {
  readonly all: readonly Asked[];
}

/** Notes what `page` asks for from now on. */
export function noteBytesAsked(page: Page): BytesAsked {
  const all: Asked[] = [];
  page.on("request", (request) => {
    const asked = askedBy(request.url());
    if (asked !== undefined) all.push(asked);
  });
  return { all };
}

/**
 * Counts, inside the document that is open now, how many requests are under way at once, from now on. What Playwright
 * tells of their ends comes late and many at a time. Returns how many it were at most.
 */
export async function countAtOnce(page: Page): Promise<() => Promise<number>> {
  const counted = await page.evaluateHandle(() => {
    const count = { now: 0, most: 0 };
    const ask = window.fetch.bind(window);
    window.fetch = async (...asked) => {
      count.now += 1;
      count.most = Math.max(count.most, count.now);
      try {
        return await ask(...asked);
      } finally {
        count.now -= 1;
      }
    };
    return count;
  });
  return () => counted.evaluate(({ most }) => most);
}

function askedBy(url: string): Asked | undefined {
  const [, pageOf, query] = PAGE.exec(url) ?? [];
  if (pageOf !== undefined) {
    const wanted = new URLSearchParams(query);
    return {
      kind: "page",
      viewId: pageOf,
      first: Number(wanted.get("first")),
      last: Number(wanted.get("last")),
    };
  }
  const [, keyframeOf, after] = KEYFRAME.exec(url) ?? [];
  return keyframeOf === undefined
    ? undefined
    : { kind: "keyframe", viewId: keyframeOf, after: Number(after) };
}
