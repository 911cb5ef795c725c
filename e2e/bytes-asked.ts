import type { Page, Request } from "@playwright/test";

// What a page asks the server for: pages of segments and keyframes, as their addresses name them.

const PAGE = /\/views\/([^/]+)\/segments\?(.*)$/;
const KEYFRAME = /\/views\/([^/]+)\/keyframes\/(\d+)\?/;

export type Asked =
  | { readonly kind: "page"; readonly viewId: string; readonly first: number; readonly last: number }
  | { readonly kind: "keyframe"; readonly viewId: string; readonly after: number };

export interface BytesAsked {
  readonly all: readonly Asked[];
  /** So many were under way at once, at most. */
  readonly mostAtOnce: number;
}

/** Notes what `page` asks for from now on. */
export function noteBytesAsked(page: Page): BytesAsked {
  const all: Asked[] = [];
  const underWay = new Set<Request>();
  const noted = { all, mostAtOnce: 0 };
  page.on("request", (request) => {
    const asked = askedBy(request.url());
    if (asked === undefined) return;
    all.push(asked);
    underWay.add(request);
    noted.mostAtOnce = Math.max(noted.mostAtOnce, underWay.size);
  });
  page.on("requestfinished", (request) => underWay.delete(request));
  page.on("requestfailed", (request) => underWay.delete(request));
  return noted;
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
