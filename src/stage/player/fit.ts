/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the recorded page is drawn in the window: its scale, and the offset of its corner. */
export interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The part of the page that a person who pinches to zoom in sees: how much larger, and its corner. */
export interface Zoom {
  readonly scale: number;
  readonly offsetLeft: number;
  readonly offsetTop: number;
}

/** Below this, what is said of a zoom is rounding. */
const LEAST_ZOOM = 1.001;

/** The CSS transform that shows that part of a page in the page's own size; `none` where the whole is shown. */
export function zoomTransform({ scale, offsetLeft, offsetTop }: Zoom, page: Size): string {
  if (!(scale >= LEAST_ZOOM)) return "none";
  // A keyboard on the screen makes room for itself in ways that zooming does not: nothing beyond the page is shown.
  const within = (offset: number, size: number) => Math.min(Math.max(offset, 0), size - size / scale);
  return `scale(${scale}) translate(${-within(offsetLeft, page.width)}px, ${-within(offsetTop, page.height)}px)`;
}

export type Fit = "contain" | "actual";

/**
 * Places a page in a window, centred. `contain` fills the window as far as the page's shape allows. `actual`
 * draws one CSS pixel to one and scales down only a page that is larger than the window. Offsets are whole
 * pixels, so that text stays crisp.
 */
export function place(page: Size, window: Size, fit: Fit): Placement {
  const filling = Math.min(window.width / page.width, window.height / page.height);
  const scale = fit === "actual" ? Math.min(filling, 1) : filling;
  if (!Number.isFinite(scale) || scale <= 0) return { scale: 1, left: 0, top: 0 };
  const offset = (outer: number, inner: number) => Math.max(0, Math.round((outer - inner * scale) / 2));
  return { scale, left: offset(window.width, page.width), top: offset(window.height, page.height) };
}
