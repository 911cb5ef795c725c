import type { RuleIndex } from "../record/shared-record.ts";
import { splitBlock, splitRules } from "./css-rules.ts";

/**
 * A style sheet: one text, or its rules. Each form is derived from the other when it is asked for. Rules can
 * be inserted and deleted as by CSSOM; indexes beyond the end mean the end, as in rrweb.
 */
export class StyleSheet {
  /** Media queries that limit the sheet; empty: always. */
  readonly media: readonly string[];
  readonly disabled: boolean;
  #text: string | null;
  #rules: string[] | null;
  /** Which of the two forms is the sheet itself, and not derived. */
  #isText: boolean;

  constructor(content: string | readonly string[], media: readonly string[] = [], disabled = false) {
    this.#text = typeof content === "string" ? content : null;
    this.#rules = typeof content === "string" ? null : [...content];
    this.#isText = typeof content === "string";
    this.media = media;
    this.disabled = disabled;
  }

  /** The form of which another sheet can be made that is the same as this one: its text, or a list of its rules. */
  get content(): string | readonly string[] {
    return this.#isText ? this.text() : [...this.#ownRules()];
  }

  /** The sheet's rules in order. */
  rules(): readonly string[] {
    return this.#ownRules();
  }

  /** The sheet as one text. */
  text(): string {
    this.#text ??= this.#ownRules().join("\n");
    return this.#text;
  }

  /** Inserts a rule; false when the path names no rule that holds rules. */
  insertRule(rule: string, index: RuleIndex = 0): boolean {
    return this.#edit(index, (rules, at) => rules.splice(at, 0, rule));
  }

  /** Deletes a rule; false when there is none at the path. */
  deleteRule(index: RuleIndex = 0): boolean {
    let found = false;
    this.#edit(index, (rules, at) => {
      found = at < rules.length;
      rules.splice(at, 1);
    });
    return found;
  }

  #edit(index: RuleIndex, change: (rules: string[], at: number) => void): boolean {
    const path = typeof index === "number" ? [index] : index;
    const done = editAt(this.#ownRules(), path, change);
    if (done) {
      this.#text = null;
      this.#isText = false;
    }
    return done;
  }

  #ownRules(): string[] {
    this.#rules ??= splitRules(this.#text ?? "");
    return this.#rules;
  }
}

function editAt(
  rules: string[],
  path: readonly number[],
  change: (rules: string[], at: number) => void,
): boolean {
  const [at, ...rest] = path;
  if (at === undefined) return false;
  if (rest.length === 0) {
    change(rules, Math.min(at, rules.length));
    return true;
  }
  const block = splitBlock(rules[at] ?? "");
  if (block === undefined) return false;
  const inner = splitRules(block.body);
  if (!editAt(inner, rest, change)) return false;
  rules[at] = `${block.head} ${inner.join(" ")} ${block.tail}`;
  return true;
}
