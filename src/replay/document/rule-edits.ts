import type { RuleIndex } from "../record/shared-record.ts";
import { splitBlock, splitRules } from "./css-rules.ts";
import { StyleSheet } from "./style-sheet.ts";
import { isTakenEverywhere } from "./taken-rules.ts";

/** A rule that a script inserted, or (without `rule`) one that it deleted, and where. */
export interface RuleEdit {
  readonly index: RuleIndex;
  readonly rule?: string;
}

/** How many deletions are kept before the whole is to be folded into the sheet. */
const MOST_DELETIONS = 2000;
/** How far back the insertion of a rule that is deleted is looked for. */
const MOST_STEPS = 2000;
/** How deep in rules a sheet is edited. Pages come to a few; a hostile one must not exhaust the call stack. */
const MOST_NESTED = 100;

/**
 * What scripts did to the rules of a style sheet since it was recorded whole, in order. Calls are recorded before the
 * browser takes or refuses the rule, and the places in them count those that it took. Which these are only a browser
 * can tell: so the calls are kept, to be made again.
 */
export class RuleEdits {
  readonly #edits: RuleEdit[];
  #deletions: number;
  /** Whether there is a rule in front of which a browser takes few others. */
  #hasImport: boolean;

  constructor(edits: readonly RuleEdit[] = []) {
    this.#edits = [...edits];
    this.#deletions = edits.filter(isDeletion).length;
    this.#hasImport = edits.some(isImport);
  }

  get list(): readonly RuleEdit[] {
    return this.#edits;
  }

  /** Whether there are so many that they should be folded into the sheet. */
  get isLong(): boolean {
    return this.#deletions > MOST_DELETIONS;
  }

  insert(rule: string, index: RuleIndex): void {
    const edit = { index, rule };
    this.#edits.push(edit);
    if (isImport(edit)) this.#hasImport = true;
  }

  /** Notes a deletion. Where it is certain that it undoes an insertion into the sheet `base`, neither is kept. */
  delete(index: RuleIndex, base: StyleSheet): void {
    const insertion = typeof index === "number" ? this.#insertionAt(index) : this.#lastInto(index);
    if (insertion === undefined || this.#hasImport || IMPORT.test(base.text())) {
      this.#edits.push({ index });
      this.#deletions += 1;
    } else this.#forget(insertion);
  }

  /**
   * The sheet with all of this done to it, as if every rule had been taken. Beyond the end is at the end in the sheet
   * itself and nowhere in a rule of it, as in rrweb.
   */
  applyTo(base: StyleSheet): StyleSheet {
    const rules = [...base.rules()];
    for (const edit of this.#edits) {
      const path = typeof edit.index === "number" ? [edit.index] : edit.index;
      if (path.length <= MOST_NESTED) editAt(rules, path, edit, true);
    }
    return new StyleSheet(rules, base.media, base.disabled);
  }

  /** Which edit inserted the rule that is at a place now; undefined when that is not certain. */
  #insertionAt(index: number): number | undefined {
    let place = index;
    const last = Math.max(0, this.#edits.length - MOST_STEPS);
    for (let at = this.#edits.length - 1; at >= last; at -= 1) {
      const edit = this.#edits[at];
      // What is behind the place, or in a rule, moves nothing.
      if (typeof edit?.index !== "number" || edit.index > place) continue;
      if (edit.rule === undefined) place += 1;
      else if (!isTakenEverywhere(edit.rule)) return undefined;
      else if (edit.index === place) return at;
      else place -= 1;
    }
    return undefined;
  }

  /** The last edit, if it inserted the rule that a path leads to. */
  #lastInto(path: readonly number[]): number | undefined {
    const last = this.#edits.at(-1);
    if (last?.rule === undefined || typeof last.index === "number") return undefined;
    const isSame = last.index.length === path.length && last.index.every((step, at) => step === path[at]);
    // Not every rule of a sheet may stand in a rule.
    const isTaken = isTakenEverywhere(last.rule) && !/^\s*@(?!media)/i.test(last.rule);
    return isSame && isTaken ? this.#edits.length - 1 : undefined;
  }

  /** Leaves out an insertion, as if its rule had never been there, up to its deletion now. */
  #forget(insertion: number): void {
    const [forgotten, ...later] = this.#edits.splice(insertion);
    if (typeof forgotten?.index !== "number") return;
    let place = forgotten.index;
    for (const edit of later) {
      const { index } = edit;
      const at = typeof index === "number" ? index : (index[0] ?? 0);
      const isInIt = typeof index !== "number" && at === place;
      if (isInIt && isDeletion(edit)) this.#deletions -= 1;
      if (!isInIt) this.#edits.push(at > place ? moved(edit) : edit);
      if (typeof index !== "number") continue;
      if (isDeletion(edit)) place -= index < place ? 1 : 0;
      else if (index <= place) place += 1;
    }
  }
}

const IMPORT = /@(?:import|namespace)/i;
const isImport = ({ index, rule }: RuleEdit): boolean =>
  typeof index === "number" && rule !== undefined && IMPORT.test(rule);

const isDeletion = ({ rule }: RuleEdit): boolean => rule === undefined;

/** An edit as it is where there is one rule less before it. */
function moved({ index, ...edit }: RuleEdit): RuleEdit {
  if (typeof index === "number") return { index: index - 1, ...edit };
  const [at = 1, ...rest] = index;
  return { index: [at - 1, ...rest], ...edit };
}

function editAt(rules: string[], [at, ...rest]: readonly number[], edit: RuleEdit, isTop: boolean): void {
  if (at === undefined) return;
  if (rest.length === 0) {
    if (edit.rule === undefined) rules.splice(at, 1);
    else if (isTop || at <= rules.length) rules.splice(at, 0, edit.rule);
    return;
  }
  const block = splitBlock(rules[at] ?? "");
  if (block === undefined) return;
  const inner = splitRules(block.body);
  editAt(inner, rest, edit, false);
  rules[at] = `${block.head} ${inner.join(" ")} ${block.tail}`;
}
