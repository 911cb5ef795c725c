import type { Awaited } from "./patience.ts";

/** After any of these, media may have come as far as they will. */
const MEDIA_EVENTS = ["canplaythrough", "suspend", "seeked", "error", "emptied"];

/** Media that are on their way to the frame that they are to show. */
export function loadingMedia(roots: readonly (Document | ShadowRoot)[]): readonly Awaited[] {
  return roots
    .flatMap((root) => [...root.querySelectorAll<HTMLMediaElement>("audio, video")])
    .filter(isUnderWay)
    .map((media) => ({ key: media.currentSrc, settled: mediaSettled(media) }));
}

/** Resolves when media show the frame that they are to show, in the size that goes with it and with no sign of loading. */
async function mediaSettled(media: HTMLMediaElement): Promise<void> {
  while (isUnderWay(media))
    await new Promise<void>((resolve) => {
      const settle = new AbortController();
      const changed = () => {
        settle.abort();
        resolve();
      };
      // An error of a source is told at the source, and does not bubble.
      for (const name of MEDIA_EVENTS)
        media.addEventListener(name, changed, { capture: true, signal: settle.signal });
    });
}

/** Media that are asked to load little, or have nothing to load, come to rest without a picture. */
const isUnderWay = (media: HTMLMediaElement): boolean =>
  media.seeking ||
  (media.networkState === media.NETWORK_LOADING && media.readyState < media.HAVE_ENOUGH_DATA);
