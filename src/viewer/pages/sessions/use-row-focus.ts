import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

type RowVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** Rows that PageUp and PageDown go. */
const PAGE_ROWS = 10;

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE_ROWS,
  PageUp: (at) => at - PAGE_ROWS,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Moves the focus from row to row by keys. Only the rows in sight are in the document: the one to be focused
 * is scrolled to first and takes the focus when it is there. Rows carry `data-index`; Tab stops at `active`.
 */
export function useRowFocus(
  virtualizer: RowVirtualizer,
  count: number,
  active: number,
  setActive: (row: number) => void,
) {
  const wanted = useRef<number>(undefined);
  const [, setMoves] = useState(0);

  const focusRow = (row: number) => {
    const index = Math.min(Math.max(row, 0), count - 1);
    wanted.current = index;
    setActive(index);
    setMoves((moves) => moves + 1);
    virtualizer.scrollToIndex(index, { align: "auto" });
  };

  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = virtualizer.scrollElement?.querySelector(`[data-index="${wanted.current}"] :is(a, input)`);
    if (!(row instanceof HTMLElement)) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (press: KeyboardEvent) => {
    const step = STEPS[press.key];
    if (step === undefined || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    focusRow(step(active, count - 1));
  };
  return { focusRow, onKeyDown };
}
