/** Longer than this a picture that does not come is not waited for. */
const PATIENCE_MS = 3_000;

/**
 * Resolves when a document's imported style sheets, images and fonts are there, or known not to come, and a frame
 * with them has been drawn. In a hidden tab nothing is drawn, so there is nothing to wait for.
 * @throws when `signal` aborts.
 */
export async function painted(page: Document, signal: AbortSignal): Promise<void> {
  await Promise.race([loaded(page), delay(PATIENCE_MS)]);
  await drawn(signal);
}

async function loaded(page: Document): Promise<void> {
  // Style sheets name images and fonts in their turn.
  await Promise.all([...page.querySelectorAll("style")].filter(isImporting).map(settled));
  // Fonts are asked for by layout; before it, none are awaited.
  page.documentElement?.getBoundingClientRect();
  await Promise.all([...[...page.images].filter(isAwaited).map(settled), page.fonts.ready]);
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
 * Takes transitions, and animations that come to an end, to their end: building a page begins them all at once, though
 * most began long before.
 */
export function settleAnimations(page: Document): void {
  for (const animation of page.getAnimations())
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
}

/**
 * Resolves when the document as it is now has been drawn.
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
