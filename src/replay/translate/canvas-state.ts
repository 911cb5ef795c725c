import type { ElementNode } from "../document/page-node.ts";

/** Names the image that a canvas shows, for the stage to get and to draw. */
export const CANVAS_IMAGE = "data-rum-replay-image";
/** `<width>x<height>-<hash>`: the canvas's own size, and a hash of what it shows. */
const IMAGE_ID = /^(\d{1,5})x(\d{1,5})-[\da-z]{1,128}$/i;

/** The image that a canvas shows. Its id tells the canvas's size too, which is of use where the canvas does not. */
export function canvasState(out: Record<string, string | number | null>, element: ElementNode): void {
  const [id, width, height] = IMAGE_ID.exec(element.state?.image ?? "") ?? [];
  if (id === undefined || width === undefined || height === undefined) return;
  out[CANVAS_IMAGE] = id;
  if (!element.attributes.has("width")) out["width"] = width;
  if (!element.attributes.has("height")) out["height"] = height;
}
