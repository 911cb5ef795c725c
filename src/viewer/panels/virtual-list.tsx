import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

interface VirtualListProps<T> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Height of each row, pixels. */
  readonly rowHeight: number;
  /** The row that belongs to the playhead; −1 when none does. */
  readonly current: number;
  /** Keep that row in sight. */
  readonly follow: boolean;
  readonly onPick: (item: T) => void;
  readonly children: (item: T, isCurrent: boolean) => ReactNode;
}

/**
 * A list of which only the rows in sight exist. One stop for the Tab key; arrows, Home, End and the page keys
 * move through it, Enter picks.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, items, keyOf, rowHeight, current, follow, onPick, children } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<number>();
  // oxlint-disable-next-line react/incompatible-library -- `rows` stays in this component, which no compiler memoizes.
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as T),
    overscan: 8,
  });
  useEffect(() => {
    const box = scroller.current;
    if (!follow || current < 0 || box === null) return;
    // As long as the row is well in sight, the list stands still.
    const top = current * rowHeight - box.scrollTop;
    const isWellInSight = top >= rowHeight && top <= box.clientHeight - 2 * rowHeight;
    if (!isWellInSight) rows.scrollToIndex(current, { align: "center" });
  }, [rows, follow, current, rowHeight]);
  const active = Math.min(cursor ?? Math.max(current, 0), items.length - 1);
  const goTo = (index: number) => {
    const target = Math.min(Math.max(index, 0), items.length - 1);
    setCursor(target);
    rows.scrollToIndex(target, { align: "auto" });
  };
  const pick = (index: number) => {
    const item = items[index];
    setCursor(index);
    if (item !== undefined) onPick(item);
  };
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const target = targetOf(press.key, active, items.length, page);
    if (target !== undefined) goTo(target);
    else if (press.key === "Enter") pick(active);
    else return;
    press.preventDefault();
    press.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      {...(items.length > 0 ? { "aria-activedescendant": `${id}-${active}` } : {})}
      onKeyDown={onKeyDown}
      className="group/list min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
    >
      <div role="presentation" className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            id={`${id}-${row.index}`}
            role="option"
            aria-selected={row.index === current}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            onClick={() => pick(row.index)}
            className={clsx(
              "absolute inset-x-0 top-0 border-l-2",
              row.index === current ? "border-accent bg-accent-soft" : "border-transparent hover:bg-hover",
              row.index === active && "group-focus-visible/list:bg-hover",
            )}
            style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
          >
            {children(items[row.index] as T, row.index === current)}
          </div>
        ))}
      </div>
    </div>
  );
}

function targetOf(key: string, active: number, count: number, page: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active - 1;
    case "PageDown":
      return active + page;
    case "PageUp":
      return active - page;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
