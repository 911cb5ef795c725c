import { useCallback, useState } from "react";

/** The width of an element in CSS pixels, 0 before it is known, and the ref to put on it. */
export function useWidth(): readonly [(element: HTMLElement | null) => void | (() => void), number] {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    // Before the first paint, so that nothing is drawn at a width of 0 and then moves.
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
