import { useCallback } from "react";
import type { PlaybackStore } from "../../player/playback-store.ts";
import { copyText } from "../../ui/copy-text.ts";
import { toast } from "../../ui/toast.ts";
import { placeInReplay, replayAddress } from "./replay-search.ts";

/** Puts a link to the moment that is shown on the clipboard. */
export function useCopyLink(
  playback: PlaybackStore,
  sessionId: string,
  source: string | undefined,
): () => void {
  return useCallback(() => {
    const link = replayAddress(location.origin, sessionId, placeInReplay(source, playback.get()));
    void copyText(link).then(
      () => toast("A link to this moment is on the clipboard"),
      () => toast("This is the link; the browser does not let this page copy it", { description: link }),
    );
  }, [playback, sessionId, source]);
}
