import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useElementScrollRestoration } from "@tanstack/react-router";
import { clsx } from "clsx";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { SessionSort, SessionSummary } from "../../../wire/session.ts";
import { useMediaQuery } from "../../ui/use-media-query.ts";
import { useNow } from "../../ui/use-now.ts";
import { keyOf } from "./arrivals.ts";
import { columnsStyle, SessionRow } from "./session-row.tsx";
import { SessionTableHead } from "./session-table-head.tsx";
import { useRowFocus } from "./use-row-focus.ts";
import type { Selection } from "./use-selection.ts";

/** What the rest of the page can ask of the list. */
export interface SessionTableHandle {
  /** Gives the focus to the row that had it last. */
  focus(): void;
  scrollToTop(): void;
}

interface SessionTableProps {
  readonly ref?: Ref<SessionTableHandle>;
  readonly rows: readonly SessionSummary[];
  /** How many there are in all, where known. */
  readonly total: number | undefined;
  /** The order; undefined where it cannot be chosen. */
  readonly sort?: SessionSort | undefined;
  readonly onSort?: ((sort: SessionSort) => void) | undefined;
  readonly namesSource: boolean;
  /** The last rows are about to be seen. */
  readonly onNearEnd: () => void;
  readonly onIntent: (session: SessionSummary) => void;
  /** Rows are picked, not opened. */
  readonly selection?: Selection | undefined;
  /** When whoever looks at the list last watched which session, by its id; epoch ms. */
  readonly watched?: ReadonlyMap<string, number> | undefined;
  /** What stands after the last row. */
  readonly end: ReactNode;
}

const SCROLL_ID = "sessions";
const NEAR_END_ROWS = 15;

/** The list of sessions: a table of which only the rows in sight are in the document. */
export function SessionTable(props: SessionTableProps) {
  const { ref, rows, total, sort, onSort, namesSource, onNearEnd, onIntent, end, selection, watched } = props;
  const now = useNow(15_000);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const tabStop = Math.min(active, rows.length - 1);
  const virtualizer = useRows(rows, tabStop, scroller);
  const { focusRow, onKeyDown } = useRowFocus(virtualizer, rows.length, tabStop, setActive);
  const shown = virtualizer.getVirtualItems();

  useImperativeHandle(ref, () => ({
    focus: () => focusRow(tabStop),
    scrollToTop: () => virtualizer.scrollToOffset(0),
  }));
  const isNearEnd = (virtualizer.range?.endIndex ?? 0) >= rows.length - NEAR_END_ROWS;
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd]);

  return (
    <div
      ref={scroller}
      data-scroll-restoration-id={SCROLL_ID}
      className="h-full overflow-y-auto overscroll-contain"
    >
      <div role="table" aria-label="Sessions" aria-rowcount={total === undefined ? -1 : total + 1}>
        <SessionTableHead sort={sort} onSort={onSort} className={columnsStyle} />
        <div
          role="rowgroup"
          onKeyDown={onKeyDown}
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {shown.map(({ index, start }) => {
            const session = rows[index];
            return session === undefined ? null : (
              <SessionRow
                key={keyOf(session)}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
                session={session}
                now={now}
                namesSource={namesSource}
                isTabStop={index === tabStop}
                selection={selection}
                watchedAt={watched?.get(session.id)}
                onFocus={() => setActive(index)}
                onIntent={() => onIntent(session)}
                className={clsx("absolute inset-x-0 top-0")}
                style={{ transform: `translateY(${start}px)` }}
              />
            );
          })}
        </div>
      </div>
      {end}
    </div>
  );
}

function useRows(
  rows: readonly SessionSummary[],
  tabStop: number,
  scroller: { readonly current: HTMLDivElement | null },
) {
  const isWide = useMediaQuery("(min-width: 64rem)");
  const isMedium = useMediaQuery("(min-width: 48rem)");
  const restored = useElementScrollRestoration({ id: SCROLL_ID });
  // oxlint-disable-next-line react/incompatible-library -- a warning for the React Compiler, which is not in use
  return useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isWide ? 64 : isMedium ? 75 : 122),
    getItemKey: (index) => {
      const session = rows[index];
      return session === undefined ? index : keyOf(session);
    },
    initialOffset: restored?.scrollY ?? 0,
    overscan: 8,
    // The row that Tab stops at stays in the document, so that scrolling never loses the focus.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return tabStop < 0 || indexes.includes(tabStop)
        ? indexes
        : [...indexes, tabStop].toSorted((a, b) => a - b);
    },
  });
}
