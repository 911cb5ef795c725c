import { isList, isObject } from "../../record/json-value.ts";
import type { ElementState, Scroll } from "../page-node.ts";
import { areStoredEdits, restoreEdits, type StoredEdit, storeEdits } from "./stored-edits.ts";
import { isStoredNumber, restoreNumber, type StoredNumber, storeNumber } from "./stored-number.ts";
import { arePlaces, type RestoredSheets, type SheetTable } from "./stored-sheets.ts";

/** Where something is scrolled to. */
export type StoredScroll = readonly [x: StoredNumber, y: StoredNumber];

export const storeScroll = ({ x, y }: Scroll): StoredScroll => [storeNumber(x), storeNumber(y)];
export const restoreScroll = ([x, y]: StoredScroll): Scroll => ({ x: restoreNumber(x), y: restoreNumber(y) });
export const isStoredScroll = (value: unknown): value is StoredScroll =>
  isList(value) && isStoredNumber(value[0]) && isStoredNumber(value[1]);

/** An element's state; members as in `ElementState`. */
export interface StoredState {
  readonly scroll?: StoredScroll;
  readonly size?: readonly [width: string, height: string];
  readonly value?: string;
  readonly checked?: boolean;
  readonly indeterminate?: boolean;
  readonly media?: "played" | "paused";
  readonly focus?: string;
  readonly sheets?: readonly number[];
  readonly edits?: readonly StoredEdit[];
  readonly image?: string;
}

/** Writes an element's state. */
export function storeState(state: ElementState, table: SheetTable): StoredState {
  const { scroll, size, value, checked, indeterminate, media, focus, sheets, edits, image, ...more } = state;
  // A member that ElementState has and this function does not know is an error of types here.
  more satisfies Record<string, never>;
  return {
    ...(scroll === undefined ? {} : { scroll: storeScroll(scroll) }),
    ...(size === undefined ? {} : { size: [size.width, size.height] }),
    ...(value === undefined ? {} : { value }),
    ...(checked === undefined ? {} : { checked }),
    ...(indeterminate === undefined ? {} : { indeterminate }),
    ...(media === undefined ? {} : { media }),
    ...(focus === undefined ? {} : { focus }),
    ...(sheets === undefined ? {} : { sheets: table.places(sheets) }),
    ...(edits === undefined ? {} : { edits: storeEdits(edits) }),
    ...(image === undefined ? {} : { image }),
  };
}

/** Reads what {@link storeState} wrote. */
export function restoreState(stored: StoredState, table: RestoredSheets): ElementState {
  const { scroll, size, value, checked, indeterminate, media, focus, sheets, edits, image, ...more } = stored;
  more satisfies Record<string, never>;
  return {
    ...(scroll === undefined ? {} : { scroll: restoreScroll(scroll) }),
    ...(size === undefined ? {} : { size: { width: size[0], height: size[1] } }),
    ...(value === undefined ? {} : { value }),
    ...(checked === undefined ? {} : { checked }),
    ...(indeterminate === undefined ? {} : { indeterminate }),
    ...(media === undefined ? {} : { media }),
    ...(focus === undefined ? {} : { focus }),
    ...(sheets === undefined ? {} : { sheets: table.all(sheets) }),
    ...(edits === undefined ? {} : { edits: restoreEdits(edits) }),
    ...(image === undefined ? {} : { image }),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";

const guards: { readonly [name in keyof Required<StoredState>]: (value: unknown) => boolean } = {
  scroll: isStoredScroll,
  size: (value) => isList(value) && isText(value[0]) && isText(value[1]),
  value: isText,
  checked: (value) => typeof value === "boolean",
  indeterminate: (value) => typeof value === "boolean",
  media: (value) => value === "played" || value === "paused",
  focus: isText,
  sheets: arePlaces,
  edits: areStoredEdits,
  image: isText,
};

export const isStoredState = (value: unknown): value is StoredState =>
  isObject(value) &&
  Object.entries(guards).every(([name, guard]) => value[name] === undefined || guard(value[name]));
