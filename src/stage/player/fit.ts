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

/**
 * The visual viewport: what a person who pinches to zoom, or has a keyboard on the screen, sees of the page. How much
 * larger it is drawn, its corner in the layout viewport, and its size there.
 */
export interface Zoom extends Size {
  readonly scale: number;
  readonly offsetLeft: number;
  readonly offsetTop: number;
}

/** Differences in scale and size up to these are rounding. */
const SAME_SCALE = 0.001;
const SAME_PX = 1;
/** What is missing at the bottom is a keyboard if it is higher than any scroll bar. */
const LEAST_KEYBOARD_PX = 100;

/**
 * The size in which the page is laid out. Recorded sizes are those of what is seen, as drawn (`width * scale`): a page
 * that is seen in part, beside a keyboard for example, reaches at least to the end of what is seen of it.
 */
export function layoutSize({ offsetLeft, offsetTop, ...seen }: Zoom, page: Size): Size {
  return {
    width: reach(offsetLeft + seen.width, page.width),
    height: reach(offsetTop + seen.height, page.height),
  };
}

const reach = (end: number, size: number) => (end > size + SAME_PX ? end : size);

/** The CSS transform that shows what is seen of a page in the page's own place; `none` where that is its corner. */
export function zoomTransform({ scale, offsetLeft, offsetTop }: Zoom): string {
  const isScaled = scale > 0 && Math.abs(scale - 1) > SAME_SCALE;
  // Some browsers let a page be drawn beyond its edges for a moment, and tell that as an offset below zero.
  const left = Math.max(offsetLeft, 0);
  const top = Math.max(offsetTop, 0);
  if (!isScaled && left === 0 && top === 0) return "none";
  return `scale(${isScaled ? scale : 1}) translate(${-left}px, ${-top}px)`;
}

/** How much of the page's place, from the bottom, a keyboard on the screen covers; CSS pixels. */
export function covered({ scale, height }: Zoom, page: Size): number {
  const missing = page.height - height * scale;
  return missing >= LEAST_KEYBOARD_PX ? missing : 0;
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
