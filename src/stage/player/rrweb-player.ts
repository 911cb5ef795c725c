import type { customEvent, eventWithTime, fullSnapshotEvent } from "@rrweb/types";
import type { Size } from "./fit.ts";
import type { NodeTable } from "./pointer-marks.ts";

// rrweb-player's own type declarations need packages that are not installed; these are the members in use, of version
// 2.1.6.

export interface Replayer {
  readonly iframe: HTMLIFrameElement;
  play(offset: number): void;
  pause(offset?: number): void;
  setConfig(config: { readonly speed: number }): void;
  getCurrentTime(): number;
  addEvent(event: eventWithTime): void;
  on(name: "resize", handler: (size: Size) => void): void;
  on(name: "fullsnapshot-rebuilded", handler: (event: fullSnapshotEvent) => void): void;
  on(name: "custom-event", handler: (event: customEvent) => void): void;
  getMirror(): NodeTable;
  /** CSS by how it was adapted, which rrweb does with a parser, for each frame anew. */
  cache: { stylesWithHoverClass: { get(css: string): string | undefined; set(): void } };
  handleResize(size: Size): void;
  rebuildFullSnapshot(event: fullSnapshotEvent, isSync?: boolean): void;
  applyIncremental(event: eventWithTime, isSync: boolean): void;
  applyScroll(position: { readonly id: number; readonly x: number; readonly y: number }): void;
  hoverElements(target: Element): void;
  destroy(): void;
  /** `lastTimestamp` is the time of the frame before, in milliseconds of `performance.now`; `rafCheck` is called in each. */
  readonly timer: { lastTimestamp: number; rafCheck(): void };
  readonly service: { readonly state: { readonly context: { readonly events: eventWithTime[] } } };
}

export interface RrwebPlayer {
  getReplayer(): Replayer;
  $destroy(): void;
}
