import { isList } from "../../record/json-value.ts";
import { isRuleIndex, type RuleIndex } from "../../record/shared-record.ts";
import { RuleEdits } from "../rule-edits.ts";

/** A rule that was inserted by script at a place, or (without a rule) the one that was deleted there. */
export type StoredEdit = readonly [index: RuleIndex, rule?: string];

export const storeEdits = ({ list }: RuleEdits): StoredEdit[] =>
  list.map(({ index, rule }) => (rule === undefined ? [index] : [index, rule]));

/** Reads what {@link storeEdits} wrote. */
export const restoreEdits = (stored: readonly StoredEdit[]): RuleEdits =>
  new RuleEdits(stored.map(([index, rule]) => (rule === undefined ? { index } : { index, rule })));

export const areStoredEdits = (value: unknown): value is readonly StoredEdit[] =>
  isList(value) &&
  value.every(
    (edit) => isList(edit) && isRuleIndex(edit[0]) && (edit.length === 1 || typeof edit[1] === "string"),
  );
