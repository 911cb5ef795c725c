import { allNamed } from "./page-roots.ts";

/** Longer than this a picture that does not come is not waited for. */
const PATIENCE_MS = 3_000;
/** After any of these, media may have come as far as they will. */
const MEDIA_EVENTS = ["loadeddata", "suspend", "seeked", "error", "emptied"];

/** Resolves when a document's style sheets, images, fonts and media are there, or known not to come. */
export async function loaded(page: Document): Promise<void> {
  await Promise.race([allLoaded(page), delay(PATIENCE_MS)]);
}

async function allLoaded(page: Document): Promise<void> {
  // Style sheets name images and fonts in their turn.
  await Promise.all(allNamed(page, "style").filter(isImporting).map(settled));
  // Fonts are asked for by layout; before it, none are awaited.
  page.documentElement?.getBoundingClientRect();
  await Promise.all([
    ...allNamed(page, "img").filter(isAwaited).map(settled),
    ...allNamed(page, "audio", "video").map(mediaSettled),
    page.fonts.ready,
  ]);
}

/** Whether a sheet waits for one that it imports. The rule has no sheet before it has come, or when it never does. */
function isImporting({ sheet }: HTMLStyleElement): boolean {
  // In the frame's own realm, `instanceof` would not know the rule.
  for (const rule of sheet?.cssRules ?? []) {
    // Imports stand first; only statements of layers may come between.
    if ("styleSheet" in rule && rule.styleSheet === null) return true;
    if (!("styleSheet" in rule) && !("nameList" in rule)) return false;
  }
  return false;
}

/**
 * Resolves when the document as it is now has been drawn. In a hidden tab nothing is drawn, so there is nothing to
 * wait for.
 * @throws when `signal` aborts.
 */
export async function drawn(signal: AbortSignal): Promise<void> {
  // The first callback comes before the next frame, the second after it.
  await nextFrame(signal);
  await nextFrame(signal);
  signal.throwIfAborted();
}

/** Lazy images outside the window may never load. */
function isAwaited(image: HTMLImageElement): boolean {
  if (image.complete || image.loading !== "lazy") return !image.complete;
  const { top, bottom } = image.getBoundingClientRect();
  return bottom >= 0 && top <= (image.ownerDocument.defaultView?.innerHeight ?? 0);
}

const settled = (element: HTMLElement) =>
  new Promise<void>((resolve) => {
    element.addEventListener("load", () => resolve(), { once: true });
    element.addEventListener("error", () => resolve(), { once: true });
  });

/** Resolves when media show the frame that they are to show, and have the size that goes with it. */
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
  (media.networkState === media.NETWORK_LOADING && media.readyState < media.HAVE_CURRENT_DATA);

const delay = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** A hidden tab draws no frames; it is not waited for, also when it becomes hidden meanwhile. */
function nextFrame(signal: AbortSignal): Promise<void> {
  if (document.hidden || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = new AbortController();
    const done = () => {
      settle.abort();
      resolve();
    };
    requestAnimationFrame(done);
    document.addEventListener("visibilitychange", done, { signal: settle.signal });
    signal.addEventListener("abort", done, { signal: settle.signal });
  });
}
