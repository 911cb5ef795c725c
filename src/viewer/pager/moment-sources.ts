import type { ImageSource } from "./image-pager.ts";
import type { SegmentSource } from "./segment-source.ts";

export interface MomentSources {
  readonly segments: SegmentSource;
  readonly images: ImageSource;
}

/**
 * The same sources for a stage beside the one that plays: one request after the other, each once `turn` lets it: that
 * resolves when nothing more urgent is waited for, and rejects when its signal aborts.
 */
export function momentSources(
  { segments, images }: MomentSources,
  turn: (signal: AbortSignal) => Promise<void>,
): MomentSources {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(signal: AbortSignal, get: () => Promise<T>): Promise<T> => {
    const got = last.then(async () => {
      await turn(signal);
      return get();
    });
    last = got.catch(() => undefined);
    return got;
  };
  return {
    images: (id, signal) => inTurn(signal, () => images(id, signal)),
    segments: {
      // What a source knows later may take long: nothing waits in line behind it.
      index: (viewId, known, signal) =>
        known === undefined
          ? inTurn(signal, () => segments.index(viewId, known, signal))
          : segments.index(viewId, known, signal),
      page: (page, signal) => inTurn(signal, () => segments.page(page, signal)),
      keyframe: (ask, list, signal) => inTurn(signal, () => segments.keyframe(ask, list, signal)),
      facts: (viewId, list, signal) => inTurn(signal, () => segments.facts(viewId, list, signal)),
      keep: (viewId, keyframe) => segments.keep(viewId, keyframe),
    },
  };
}
