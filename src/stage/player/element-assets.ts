import type { AssetKind } from "../../wire/assets.ts";

/** What an element names. */
export interface Named {
  /** Absolute. */
  readonly url: string;
  readonly kind: AssetKind;
  readonly failed: boolean;
}

/**
 * What an element names that has just told of an error, or of having loaded. Elements are of the frame's own realm:
 * `instanceof` does not know them.
 */
export function assetsOf(element: Element, failed: boolean): readonly Named[] {
  switch (element.localName) {
    case "img":
    case "input":
      return named(imageAddress(element as HTMLImageElement), "image", failed);
    case "image":
    case "use":
      return named(graphicAddress(element as SVGImageElement), "image", failed);
    case "video":
    case "audio":
      return named((element as HTMLMediaElement).currentSrc, "media", failed);
    case "source":
    case "track":
      return named((element as HTMLSourceElement).src, "media", failed);
    case "style":
      return importsOf(element as HTMLStyleElement);
    default:
      return [];
  }
}

const named = (url: string, kind: AssetKind, failed: boolean): readonly Named[] =>
  url === "" ? [] : [{ url, kind, failed }];

/** An empty `src` names nothing, though it resolves to the page itself. */
const imageAddress = (image: HTMLImageElement) =>
  image.currentSrc || (image.getAttribute("src") ? image.src : "");

function graphicAddress({ href, baseURI }: SVGImageElement): string {
  const { baseVal } = href;
  return baseVal === "" || baseVal.startsWith("#") || !URL.canParse(baseVal, baseURI)
    ? ""
    : new URL(baseVal, baseURI).href;
}

/** A style element tells of all its imports at once. A rule has no sheet when it did not come. */
function importsOf({ sheet }: HTMLStyleElement): readonly Named[] {
  const found: Named[] = [];
  for (const rule of sheet?.cssRules ?? [])
    if (isImport(rule))
      found.push({ url: absolute(rule.href), kind: "style", failed: rule.styleSheet === null });
  return found;
}

/** Whether a rule is an `@import`, of whichever realm. */
export const isImport = (rule: CSSRule): rule is CSSImportRule => "styleSheet" in rule;

const absolute = (url: string) =>
  URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : "";
