import { type RefObject, useCallback, useSyncExternalStore } from "react";
import { toast } from "../../ui/toast.ts";

const subscribe = (listener: () => void) => {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
};

/** Whether the page shows something in full screen, and a switch that does so with `element`. */
export function useFullscreen(element: RefObject<HTMLElement | null>) {
  const isFullscreen = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);
  const toggle = useCallback(() => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : element.current?.requestFullscreen();
    change?.catch(() => toast("The browser did not allow full screen"));
  }, [element]);
  return { isFullscreen, toggle };
}
