import type { scrollData } from "@rrweb/types";

/** The part of rrweb's replayer that scrolls. */
export interface ScrollingReplayer {
  applyScroll(scroll: scrollData, isSync: boolean): void;
  on(name: "flush" | "fullsnapshot-rebuilded", handler: () => void): void;
}

/**
 * Has a seek scroll when all else of it is done, each node once: a scroll position needs the layout of what there is
 * at the end, and asking for the layout of each moment on the way would take most of a seek's time.
 */
export function scrollAtEndOfSeeks(replayer: ScrollingReplayer): void {
  const apply = replayer.applyScroll.bind(replayer);
  const waiting = new Map<number, scrollData>();
  replayer.applyScroll = (scroll, isSync) => {
    if (!isSync) return apply(scroll, false);
    waiting.delete(scroll.id);
    waiting.set(scroll.id, scroll);
  };
  replayer.on("flush", () => {
    for (const scroll of waiting.values()) apply(scroll, true);
    waiting.clear();
  });
  // Another document: the same numbers are other nodes there.
  replayer.on("fullsnapshot-rebuilded", () => waiting.clear());
}
