import { drawnInSight, importingSheets, loadingImages } from "./awaited-assets.ts";
import { loadingMedia } from "./awaited-media.ts";
import { rootsOf } from "./page-roots.ts";
import type { Awaited, Patience } from "./patience.ts";

export interface LoadedOptions {
  readonly patience: Patience;
  /** The page loads what it names by address. */
  readonly loadsAssets: boolean;
}

/**
 * Resolves when a document's style sheets, images, fonts and media, and `more` of what is in it, are there, or known not to come, or the patience is
 * at its end, or `signal` aborts.
 */
export async function loaded(
  page: Document,
  { patience, loadsAssets }: LoadedOptions,
  more: () => readonly Awaited[],
  signal: AbortSignal,
): Promise<void> {
  const roots = rootsOf(page);
  await patience.during(signal, async (wait) => {
    // Style sheets name images and fonts in their turn.
    await wait(importingSheets(roots));
    // Fonts are asked for by layout; before it, none are awaited.
    page.documentElement?.getBoundingClientRect();
    const drawnToo = loadsAssets ? drawnInSight(page, roots) : [];
    const fonts = { key: `fonts ${loadingFonts(page)}`, settled: page.fonts.ready };
    await wait([...loadingImages(roots), ...loadingMedia(roots), ...drawnToo, ...more(), fonts]);
  });
}

const loadingFonts = (page: Document) =>
  [...page.fonts]
    .filter(({ status }) => status === "loading")
    .map(({ family, weight, style }) => `${family} ${weight} ${style}`)
    .join();

/**
 * Resolves when the document as it is now has been drawn. In a hidden tab nothing is drawn, so there is nothing to
 * wait for.
 * @throws when `signal` aborts.
 */
export async function drawn(signal: AbortSignal): Promise<void> {
  // The callback comes before the next frame is drawn, and the task that it begins after that.
  await nextFrame(signal);
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}

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
