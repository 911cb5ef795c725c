import { type AssetKind, recordedAsset, type UnloadedKind } from "../../wire/assets.ts";
import { type Finding, findingOf, type Observed } from "./asset-finding.ts";
import { assetsOf, type Named } from "./element-assets.ts";
import { type FontSource, sourcesOf } from "./font-sources.ts";

/** More are not watched: a hostile recording may name millions. */
const MOST_WATCHED = 5_000;

/** By the directive of the policy that keeps the page from something. */
const BLOCKED_KINDS: Readonly<Record<string, AssetKind>> = {
  "img-src": "image",
  "font-src": "font",
  "media-src": "media",
  "style-src": "style",
  "style-src-elem": "style",
};

/** By what asked for it, as resource timing has it; other things are images. */
const MEDIA_INITIATORS = new Set(["video", "audio", "track", "source"]);

/** Told of an address as recorded. */
export type Found = (address: string, kind: UnloadedKind, finding: Finding) => void;

/**
 * Finds out, inside a frame, what became of the addresses that its document names. Elements say that they failed, the
 * policy what it blocked, resource timing the statuses, and the font set which fonts are none; no one of them sees all.
 */
export class AssetWatch {
  readonly #frame: HTMLIFrameElement;
  readonly #found: Found;
  readonly #seen = new Map<string, Observed>();
  #counted = new WeakMap<Element, Set<string>>();
  readonly #timing: PerformanceObserver | null;
  #hasEnded = false;

  constructor(frame: HTMLIFrameElement, found: Found) {
    this.#frame = frame;
    this.#found = found;
    const view = frame.contentWindow as (Window & typeof globalThis) | null;
    this.#timing = view && new view.PerformanceObserver((list) => this.#timed(list.getEntries()));
    this.#timing?.observe({ type: "resource", buffered: true });
    if (view) this.#followShadowRoots(view.Element.prototype);
  }

  /** The document was built anew, and has no listeners. */
  begin(): void {
    this.#counted = new WeakMap();
    for (const observed of this.#seen.values()) observed.errors = 0;
    const page = this.#frame.contentDocument;
    if (page === null) return;
    this.#listen(page);
    page.addEventListener("securitypolicyviolation", (event) => this.#blocked(event));
    page.fonts.addEventListener("loadingerror", ({ fontfaces }) => {
      for (const source of sourcesOf(fontfaces, page)) this.#unusable(source);
    });
  }

  /** The frame goes: what it does not load any more is not missing. */
  end(): void {
    this.#hasEnded = true;
    this.#timing?.disconnect();
  }

  /** What happens to an element in a shadow tree is not heard outside of it. */
  #followShadowRoots(prototype: Element): void {
    // oxlint-disable-next-line typescript/unbound-method -- it is called with the element below
    const { attachShadow } = prototype;
    const listen = (root: ShadowRoot) => this.#listen(root);
    prototype.attachShadow = function attachHeard(init) {
      const root = attachShadow.call(this, init);
      listen(root);
      return root;
    };
  }

  #listen(root: Document | ShadowRoot): void {
    for (const type of ["error", "load", "loadeddata"])
      root.addEventListener(type, ({ target }) => this.#heard(target as Element, type === "error"), true);
  }

  #heard(element: Element, isError: boolean): void {
    for (const named of assetsOf(element, isError)) {
      const [address, observed] = this.#observed(named) ?? [];
      if (address === undefined || observed === undefined) continue;
      if (!named.failed) observed.isShown = true;
      else if (this.#isFirst(element, address)) observed.errors += 1;
      // No browser takes a part of an SVG file from another host.
      if (element.localName === "use" && !address.startsWith(`${location.origin}/`))
        observed.isBlocked ||= named.failed && !observed.isProxied;
      this.#settle(address, observed);
    }
  }

  #isFirst(element: Element, address: string): boolean {
    const counted = this.#counted.get(element) ?? new Set();
    if (counted.has(address)) return false;
    this.#counted.set(element, counted.add(address));
    return true;
  }

  #timed(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries as readonly PerformanceResourceTiming[]) {
      const { name: url, initiatorType, responseStatus: status } = entry;
      const [address, observed] = this.#observed({ url, kind: kindOf(url, initiatorType) }) ?? [];
      if (address === undefined || observed === undefined) continue;
      observed.status = status;
      observed.hasEnded = true;
      // No element tells of what styles name.
      if (initiatorType === "css" && status >= 200 && status < 400) observed.isShown = true;
      this.#settle(address, observed);
    }
  }

  #blocked({ blockedURI: url, effectiveDirective }: SecurityPolicyViolationEvent): void {
    const kind = BLOCKED_KINDS[effectiveDirective];
    if (kind === undefined || !/^https?:/.test(url)) return;
    const [address, observed] = this.#observed({ url, kind }) ?? [];
    if (address === undefined || observed === undefined) return;
    observed.isBlocked = true;
    this.#settle(address, observed);
  }

  /** A font that the browser has asked for, and of which it can make nothing. */
  #unusable(source: FontSource): void {
    const url = "url" in source ? source.url : `font family "${source.family}"`;
    const [address, observed] = this.#observed({ url, kind: "font" }) ?? [];
    if (address === undefined || observed === undefined) return;
    observed.kind = "font";
    observed.errors = 1;
    observed.hasEnded = true;
    this.#settle(address, observed);
  }

  /** The address as recorded, and what is known of it; null when it is none, or one too many. */
  #observed({ url, kind }: Pick<Named, "url" | "kind">): [string, Observed] | null {
    const proxied = recordedAsset(url);
    const address = proxied?.url ?? withoutFragment(url);
    const known = this.#seen.get(address);
    if (known !== undefined) return [address, known];
    if (address === "" || this.#seen.size >= MOST_WATCHED) return null;
    const observed = {
      kind: proxied?.kind ?? kind,
      isProxied: proxied !== null,
      status: 0,
      hasEnded: false,
      errors: 0,
      isShown: false,
      isBlocked: false,
    };
    this.#seen.set(address, observed);
    return [address, observed];
  }

  #settle(address: string, observed: Observed): void {
    const finding = findingOf(address, observed);
    if (finding !== undefined && !this.#hasEnded) this.#found(address, observed.kind, finding);
  }
}

/** Of what a style names, the ending of the name tells what it is. */
function kindOf(url: string, initiatorType: string): AssetKind {
  if (MEDIA_INITIATORS.has(initiatorType)) return "media";
  if (initiatorType !== "css") return "image";
  const path = url.split(/[?#]/, 1)[0] ?? "";
  return /\.(?:woff2?|ttf|otf)$/i.test(path) ? "font" : /\.css$/i.test(path) ? "style" : "image";
}

const withoutFragment = (url: string) => (/^data:/i.test(url) ? url : (url.split("#", 1)[0] ?? ""));
