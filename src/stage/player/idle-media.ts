/**
 * A promise of `play()` is rejected when the element has nothing to play, or is paused or removed before it could
 * begin. rrweb leaves that unhandled, and the console would call it an error. For the frame of this window.
 */
export function expectIdleMedia(frame: (Window & typeof globalThis) | null | undefined): void {
  const media = frame?.HTMLMediaElement.prototype;
  if (media === undefined) return;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the element below
  const { play } = media;
  media.play = function playIfPossible() {
    const playing = play.call(this);
    void playing.catch(() => undefined);
    return playing;
  };
}
