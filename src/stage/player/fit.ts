/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the recorded page is drawn in the window: its scale in each direction, and the offset of its corner. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
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
 * pixels of the screen, of which `density` are in a CSS pixel, so that text stays crisp. So is the size of what is
 * drawn, for which the shape gives way a little: at an edge within a pixel, what is behind the page would be seen.
 */
export function place(page: Size, window: Size, fit: Fit, density: number): Placement {
  const filling = Math.min(window.width / page.width, window.height / page.height);
  const scale = fit === "actual" ? Math.min(filling, 1) : filling;
  if (!Number.isFinite(scale) || scale <= 0) return { scaleX: 1, scaleY: 1, left: 0, top: 0 };
  const whole = (length: number) => Math.round(length * density) / density;
  const width = scale === 1 ? page.width : whole(page.width * scale);
  const height = scale === 1 ? page.height : whole(page.height * scale);
  return {
    scaleX: width / page.width,
    scaleY: height / page.height,
    left: whole(Math.max(0, window.width - width) / 2),
    top: whole(Math.max(0, window.height - height) / 2),
  };
}
