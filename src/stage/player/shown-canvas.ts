/** Marks a canvas of which something was uploaded that cannot be shown. */
export const PLACEHOLDER = "data-rum-replay-placeholder";

const ID = /^(\d{1,5})x(\d{1,5})-/;

/** The size, in its own pixels, that a canvas had when the image with this id was taken; null: the id does not tell. */
export function canvasSize(id: string): { readonly width: number; readonly height: number } | null {
  const [, width, height] = (ID.exec(id) ?? []).map(Number);
  return width === undefined || height === undefined ? null : { width, height };
}

/** A canvas of a recorded page. */
export interface Canvas {
  readonly element: HTMLCanvasElement;
  /** The image that it is to show now. */
  id: string;
  /** What it shows: loaded in the frame's own document, and kept with it. */
  shown: HTMLImageElement | null;
}

/** Whether it shows what it is to show. */
export const isShown = ({ id, shown }: Canvas): boolean => shown?.alt === id;

/** Shows an image, or nothing. */
export function show(canvas: Canvas, image: HTMLImageElement | null): void {
  canvas.shown = image;
  canvas.element.removeAttribute(PLACEHOLDER);
  if (image === null) canvas.element.style.removeProperty("content");
  else {
    canvas.element.style.setProperty("content", `url("${image.src}")`, "important");
    canvas.element.style.setProperty("object-view-box", viewBox(canvas.element, image), "important");
  }
}

/**
 * The part of an image that a canvas shows. A canvas that was made larger or smaller since the image was taken, and of
 * which there is none yet, does not stretch it: what is drawn on a canvas does not grow with it.
 */
function viewBox(
  { width, height }: HTMLCanvasElement,
  { alt, naturalWidth, naturalHeight }: HTMLImageElement,
): string {
  const taken = canvasSize(alt);
  if (taken === null || (taken.width === width && taken.height === height)) return "none";
  // The image may be smaller than the canvas was.
  const right = naturalWidth * (1 - width / taken.width);
  const bottom = naturalHeight * (1 - height / taken.height);
  return `inset(0px ${right}px ${bottom}px 0px)`;
}
