import { splitRules } from "./css-rules.ts";

/** A style sheet as it was recorded whole: one text, or its rules. Each form is derived from the other when it is asked for. */
export class StyleSheet {
  /** What it was made of: its text, or a list of its rules. */
  readonly content: string | readonly string[];
  /** Media queries that limit the sheet; empty: always. */
  readonly media: readonly string[];
  readonly disabled: boolean;
  #text: string | null = null;
  #rules: readonly string[] | null = null;

  constructor(content: string | readonly string[], media: readonly string[] = [], disabled = false) {
    this.content = content;
    this.media = media;
    this.disabled = disabled;
  }

  /** The sheet's rules in order. */
  rules(): readonly string[] {
    this.#rules ??= typeof this.content === "string" ? splitRules(this.content) : this.content;
    return this.#rules;
  }

  /** The sheet as one text. */
  text(): string {
    this.#text ??= typeof this.content === "string" ? this.content : this.content.join("\n");
    return this.#text;
  }
}
