import { isImport } from "./element-assets.ts";
import type { Awaited } from "./patience.ts";

/** Of a hostile page, no more elements than this are asked what they show. */
const MOST_STYLED = 3_000;

/** What styles draw, of an element itself and of what stands before and after its content. */
const DRAWN = ["background-image", "mask-image", "border-image-source", "list-style-image", "content"];
const BOXES = [undefined, "::before", "::after"] as const;
const NO_BOX = new Set(["none", "normal"]);
const REMOTE = /url\("(https?:(?:[^"\\]|\\.)*)"\)/g;

type Root = Document | ShadowRoot;

/** Style sheets that import others which are not there yet. */
export function importingSheets(roots: readonly Root[]): readonly Awaited[] {
  return roots
    .flatMap((root) => [...root.querySelectorAll("style")])
    .filter(({ sheet }) => sheet !== null && isImporting(sheet))
    .map((style) => ({ key: `style ${style.textContent.slice(0, 500)}`, settled: settled(style) }));
}

/** Whether a sheet waits for one that it imports. The rule has no sheet before it has come, or when it never does. */
function isImporting(sheet: CSSStyleSheet): boolean {
  for (const rule of rulesOf(sheet)) {
    // Imports stand first; only statements of layers may come between.
    if (!isImport(rule) && !("nameList" in rule)) return false;
    if (isImport(rule) && (rule.styleSheet === null || isImporting(rule.styleSheet))) return true;
  }
  return false;
}

function rulesOf(sheet: CSSStyleSheet): Iterable<CSSRule> {
  try {
    return sheet.cssRules;
  } catch {
    // A SecurityError: it is another host's, and there.
    return [];
  }
}

/** Images that are on their way. Lazy ones outside the window may never load. */
export function loadingImages(roots: readonly Root[]): readonly Awaited[] {
  return roots
    .flatMap((root) => [...root.querySelectorAll("img")])
    .filter((image) => !image.complete && (image.loading !== "lazy" || isInSight(image)))
    .map((image) => ({ key: image.currentSrc || image.src, settled: settled(image) }));
}

/** What the elements in sight draw without being images themselves: no event tells when it is there. */
export function drawnInSight(page: Document, roots: readonly Root[]): readonly Awaited[] {
  const addresses = new Set<string>();
  let asked = 0;
  for (const root of roots)
    for (const element of root.querySelectorAll("*")) {
      if (!isInSight(element)) continue;
      if (++asked > MOST_STYLED) break;
      for (const address of drawnBy(element)) addresses.add(address);
    }
  return [...addresses].map((address) => probe(page, address));
}

function drawnBy(element: Element): readonly string[] {
  const drawn: string[] = [];
  const view = element.ownerDocument.defaultView;
  for (const box of BOXES) {
    const style = view?.getComputedStyle(element, box);
    // A box that is not there has no content.
    if (style === undefined || (box !== undefined && NO_BOX.has(style.content))) continue;
    for (const name of DRAWN)
      for (const [, address = ""] of style.getPropertyValue(name).matchAll(REMOTE))
        drawn.push(address.replaceAll(/\\(.)/g, "$1"));
  }
  return drawn;
}

/** An image of the same address shares what is on its way, and tells. */
function probe(page: Document, address: string): Awaited {
  const image = page.createElement("img");
  image.src = address;
  return { key: address, settled: image.complete ? Promise.resolve() : settled(image) };
}

/** Whether any of an element is in the window. */
export function isInSight(element: Element): boolean {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const { innerHeight = 0, innerWidth = 0 } = element.ownerDocument.defaultView ?? {};
  return bottom >= 0 && top <= innerHeight && right >= 0 && left <= innerWidth;
}

const settled = (element: HTMLElement) =>
  new Promise<void>((resolve) => {
    element.addEventListener("load", () => resolve(), { once: true });
    element.addEventListener("error", () => resolve(), { once: true });
  });
