// What the addresses of a recorded page become. They are made absolute against the recorded document's base;
// whether one may be loaded, and from where, is the policy's to say.

/** What an address is loaded as. */
export type AddressUse = "image" | "font" | "media" | "style";

/**
 * The value that stands in the replay for an absolute address of the recorded page; null: nothing is to be
 * loaded, and the attribute is set aside under the name `rr_<name>`, which no browser acts on.
 */
export type AddressPolicy = (address: string, use: AddressUse) => string | null;

/** The policy of a stage without network: images and fonts that the recording itself holds, and nothing else. */
export const onlyEmbedded: AddressPolicy = (address, use) =>
  (use === "image" || use === "font") && isWholeData(address) ? address : null;

/** The policy where the viewer's browser loads what recorded pages name. */
export const asRecorded: AddressPolicy = (address, use) =>
  isRemote(address) ? address : onlyEmbedded(address, use);

/** The policy where a server loads it: `at` says where it has what is at an address. */
export const throughProxy =
  (at: (file: string, use: AddressUse) => string): AddressPolicy =>
  (address, use) => {
    if (!isRemote(address)) return onlyEmbedded(address, use);
    // The fragment names a part of what is loaded, a symbol of an SVG file for example: the browser's to find.
    const [file = "", ...fragment] = address.split("#");
    return [at(file, use), ...fragment].join("#");
  };

const isRemote = (address: string) => /^https?:/i.test(address);

/** Whether an address holds its content, all of it: the SDK cuts long ones short. */
const isWholeData = (address: string) =>
  /^data:/i.test(address) && !address.startsWith("data:truncated") && !address.endsWith("[...]");

// WHATWG URL is in every host that runs this code; the core's library declarations (ES2023) do not name it.
interface ParsedAddress {
  readonly href: string;
  readonly hash: string;
  readonly protocol: string;
}
declare const URL: {
  new (address: string, base?: string): ParsedAddress;
  canParse(address: string, base?: string): boolean;
};

const MOST_KEPT = 10_000;

/** Resolves the addresses of one recorded document. */
export class Addresses {
  readonly #policy: AddressPolicy;
  readonly #refused: (address: string) => void;
  #document = "";
  #recorded: string | undefined;
  #base = "";
  #noted: string[] | null = null;
  readonly #resolved = new Map<string, string | null>();

  /** `refused` is told each address on the network that the policy does not let be loaded, as often as it is met. */
  constructor(policy: AddressPolicy, refused: (address: string) => void = () => undefined) {
    this.#policy = policy;
    this.#refused = refused;
  }

  /** Whether style sheets are loaded by their address at all. */
  get loadsSheets(): boolean {
    return this.#policy("https://style.invalid/", "style") !== null;
  }

  /** What addresses are resolved against: two of the same resolve alike. */
  get base(): string {
    return `${this.#document} ${this.#base}`;
  }

  /** Does something, and notes which addresses are refused meanwhile. */
  noting<T>(work: () => T): { readonly value: T; readonly refused: readonly string[] } {
    const refused: string[] = [];
    this.#noted = refused;
    const value = work();
    this.#noted = null;
    return { value, refused };
  }

  /** Tells that an address is not loaded. */
  refuse(address: string): void {
    this.#noted?.push(address);
    this.#refused(address);
  }

  /** Tells the document's own address, and the `href` of the page's `base` element if it has one. */
  setBase(documentAddress: string, baseHref: string | undefined): void {
    if (documentAddress === this.#document && baseHref === this.#recorded) return;
    this.#recorded = baseHref;
    const base =
      baseHref !== undefined && URL.canParse(baseHref, documentAddress)
        ? new URL(baseHref, documentAddress).href
        : documentAddress;
    if (documentAddress === this.#document && base === this.#base) return;
    this.#document = documentAddress;
    this.#base = base;
    this.#resolved.clear();
  }

  /**
   * An address as one that does not depend on the document it stands in: a fragment of the page itself, or
   * absolute. Null for what is no address, and for those that would run script.
   */
  absolute(recorded: string): string | null {
    const address = recorded.trim();
    if (address.startsWith("#") || /^data:/i.test(address)) return address;
    const known = this.#resolved.get(address);
    if (known !== undefined) return known;
    const resolved = this.#resolve(address);
    if (this.#resolved.size >= MOST_KEPT) this.#resolved.clear();
    this.#resolved.set(address, resolved);
    return resolved;
  }

  /** What is to be loaded for an address; null: nothing. Fragments of the page itself are left as they are. */
  loadable(recorded: string, use: AddressUse): string | null {
    const address = this.absolute(recorded);
    if (address === null || address === "" || address.startsWith("#")) return address;
    const loadable = this.#policy(address, use);
    if (loadable === null && isRemote(address)) this.refuse(address);
    return loadable;
  }

  /** An address that names an element of the page itself; null for any other. */
  fragment(recorded: string): string | null {
    const address = this.absolute(recorded);
    return address?.startsWith("#") ? address : null;
  }

  /** Resolves each candidate of a `srcset`; null when none is to be loaded. */
  loadableSet(recorded: string): string | null {
    const candidates: string[] = [];
    for (const { address, descriptor } of parseSrcset(recorded)) {
      const loadable = this.loadable(address, "image");
      if (loadable) candidates.push(descriptor ? `${loadable} ${descriptor}` : loadable);
    }
    return candidates.length > 0 ? candidates.join(", ") : null;
  }

  #resolve(address: string): string | null {
    if (!URL.canParse(address, this.#base || undefined)) return null;
    const { href, hash, protocol } = new URL(address, this.#base || undefined);
    if (protocol === "javascript:" || protocol === "vbscript:") return null;
    const page = this.#document.split("#", 1)[0] ?? "";
    return hash !== "" && href.slice(0, -hash.length) === page ? hash : href;
  }
}

/** Candidates of a `srcset` (HTML, "parse a srcset attribute"): addresses may hold commas, descriptors parentheses. */
function parseSrcset(srcset: string): { readonly address: string; readonly descriptor: string }[] {
  const candidates: { address: string; descriptor: string }[] = [];
  const pattern = /[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:(,)|\s+([^,(]*(?:\([^)]*\)[^,(]*)*))?/gy;
  for (let found = pattern.exec(srcset); found; found = pattern.exec(srcset)) {
    const [, address = "", comma, descriptor = ""] = found;
    candidates.push({ address, descriptor: comma ? "" : descriptor.trim() });
  }
  return candidates;
}
