// Finds addresses in CSS token by token as the standard has it (CSS Syntax, section 4), not by patterns as the
// translator does: two ways that must agree.

const NAME_PART = /[-\w\u0080-\uffff]/;

/** What a browser would load for a text: addresses of `url(…)`, of `image-set(…)` and of `@import`. */
export function addressesIn(css: string): string[] {
  return new Tokens(css.replaceAll(/\r\n?|\f/g, "\n")).addresses();
}

class Tokens {
  readonly #css: string;
  readonly #found: string[] = [];
  /** Names of the functions that are open; "" for other brackets. */
  readonly #open: string[] = [];
  #at = 0;
  #isImport = false;

  constructor(css: string) {
    this.#css = css;
  }

  addresses(): string[] {
    while (this.#at < this.#css.length) this.#token();
    return this.#found;
  }

  #token(): void {
    const character = this.#css.charAt(this.#at);
    if (this.#css.startsWith("/*", this.#at)) {
      const end = this.#css.indexOf("*/", this.#at + 2);
      this.#at = end === -1 ? this.#css.length : end + 2;
    } else if (character === '"' || character === "'") {
      const text = this.#string();
      if (text !== undefined && (this.#isImport || /^(?:-webkit-)?image-set$/i.test(this.#open.at(-1) ?? "")))
        this.#found.push(text);
      this.#isImport = false;
    } else if (this.#isNamePart()) this.#word(this.#name());
    else if (character === "@") {
      this.#at += 1;
      this.#isImport = /^import$/i.test(this.#name());
    } else this.#mark(character);
  }

  #mark(character: string): void {
    this.#at += 1;
    if (!/\s/.test(character)) this.#isImport = false;
    if ("([{".includes(character)) this.#open.push("");
    else if (")]}".includes(character)) this.#open.pop();
  }

  #word(name: string): void {
    this.#isImport &&= /^url$/i.test(name);
    if (this.#css.charAt(this.#at) !== "(") return;
    this.#at += 1;
    if (/^url$/i.test(name)) this.#url();
    else this.#open.push(name);
  }

  #url(): void {
    this.#blank();
    const isQuoted = /["']/.test(this.#css.charAt(this.#at));
    const address = isQuoted ? this.#string() : this.#bareAddress();
    if (address !== undefined) this.#found.push(address);
    if (isQuoted) this.#open.push("url");
  }

  /** Undefined for what is no valid address token. */
  #bareAddress(): string | undefined {
    let address = "";
    let isBad = false;
    while (this.#at < this.#css.length) {
      const character = this.#css.charAt(this.#at);
      if (character === "\\") address += this.#escape();
      else {
        this.#at += 1;
        if (character === ")") break;
        if (/\s/.test(character)) {
          this.#blank();
          isBad ||= this.#at < this.#css.length && this.#css.charAt(this.#at) !== ")";
        } else isBad ||= /["'(]/.test(character);
        address += character;
      }
    }
    return isBad ? undefined : address.trim();
  }

  /** Undefined for a string that its line ends. */
  #string(): string | undefined {
    const quote = this.#css.charAt(this.#at);
    let text = "";
    for (this.#at += 1; this.#at < this.#css.length;) {
      const character = this.#css.charAt(this.#at);
      if (character === "\n") return undefined;
      if (character === "\\") text += this.#escape();
      else {
        this.#at += 1;
        if (character === quote) return text;
        text += character;
      }
    }
    return text;
  }

  #isNamePart(): boolean {
    const character = this.#css.charAt(this.#at);
    return character === "\\" ? this.#css.charAt(this.#at + 1) !== "\n" : NAME_PART.test(character);
  }

  #name(): string {
    let name = "";
    while (this.#at < this.#css.length && this.#isNamePart()) {
      const character = this.#css.charAt(this.#at);
      if (character === "\\") name += this.#escape();
      else {
        name += character;
        this.#at += 1;
      }
    }
    return name;
  }

  #escape(): string {
    const [, hex] = /^\\([0-9a-f]{1,6})\s?/i.exec(this.#css.slice(this.#at, this.#at + 8)) ?? [];
    if (hex === undefined) {
      this.#at += 2;
      const escaped = this.#css.charAt(this.#at - 1);
      return escaped === "\n" ? "" : escaped;
    }
    this.#at += 1 + hex.length + (/\s/.test(this.#css.charAt(this.#at + 1 + hex.length)) ? 1 : 0);
    const code = Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }

  #blank(): void {
    while (/\s/.test(this.#css.charAt(this.#at))) this.#at += 1;
  }
}
