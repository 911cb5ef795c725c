import { createContext, useContext, useSyncExternalStore } from "react";

/** A view as it was at a time (epoch ms). */
export interface Moment {
  readonly viewId: string;
  readonly ts: number;
}

/** What the small picture is of. Parts that did not change keep their identity. */
export interface Thumbnail {
  /** What was asked for last; undefined before the first time. */
  readonly wanted: Moment | undefined;
  /** Whose picture is in the frame; undefined while there is none. */
  readonly shown: Moment | undefined;
  /** Why the wanted moment cannot be shown, for a person. */
  readonly failure: string | undefined;
  /** The recorded viewport of what is shown, CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number } | undefined;
}

/** Small pictures of moments of the session, made beside the playback and without touching it. */
export interface Thumbnails {
  readonly get: () => Thumbnail;
  readonly subscribe: (listener: () => void) => () => void;
  /** Lets a frame show them; returns what ends that. */
  readonly attach: (frame: HTMLIFrameElement) => () => void;
  /** Asks for a moment; the one that was asked for before is given up. */
  readonly show: (moment: Moment) => void;
  /** Nobody looks any more: nothing further is got. */
  readonly rest: () => void;
}

/** Undefined: there are none on this page, or a person saves data. */
export const ThumbnailsContext = createContext<Thumbnails | undefined>(undefined);

export const useThumbnails = (): Thumbnails | undefined => useContext(ThumbnailsContext);

/** What the small picture is of, kept current. */
export const useThumbnail = (thumbnails: Thumbnails): Thumbnail =>
  useSyncExternalStore(thumbnails.subscribe, thumbnails.get);
