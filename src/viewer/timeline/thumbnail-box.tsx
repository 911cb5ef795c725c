import { clsx } from "clsx";
import { useEffect } from "react";
import { StageFrame } from "../player/stage-frame.tsx";
import { type Moment, type Thumbnails, useThumbnail } from "../player/thumbnails.ts";
import { usePlayback } from "../player/use-playback.ts";
import { Spinner } from "../ui/spinner.tsx";
import type { PictureAt } from "./picture-at.ts";

interface ThumbnailBoxProps {
  readonly thumbnails: Thumbnails;
  /** Undefined: the pointer is elsewhere. */
  readonly picture: PictureAt | undefined;
}

/** The pointer rests when it has stayed for so long: a mere pass over the timeline costs nothing. */
const REST_MS = 100;
/** While no page is known, a place is kept for one of this shape. */
const USUAL = { width: 16, height: 10 };

/**
 * A small picture of the moment that the pointer rests on. Until it is there, the last one stays, dimmed. Its frame
 * comes at the first rest, and then stays: it is hidden with the card, not taken out.
 */
export function ThumbnailBox({ thumbnails, picture }: ThumbnailBoxProps) {
  const { wanted, shown, failure, viewport } = useThumbnail(thumbnails);
  const played = usePlayback((playback) => playback.viewport);
  const moment = picture?.kind === "moment" ? picture.moment : undefined;
  useRest(thumbnails, moment);
  const { width, height } = viewport ?? played ?? USUAL;
  const why = picture?.kind === "nothing" ? picture.why : isSame(moment, wanted) ? failure : undefined;
  const isCurrent = why === undefined && isSame(moment, shown);
  const state = why !== undefined ? "nothing" : isCurrent ? "shown" : "waiting";
  return (
    <div
      inert
      data-thumbnail={state}
      className="relative grid min-h-16 place-items-center overflow-hidden rounded border border-line bg-sunken"
    >
      <div
        className={clsx(
          state === "nothing" || shown === undefined ? "invisible" : "transition-opacity",
          state === "waiting" && "opacity-35",
        )}
        // As wide as the card, and no higher than the window and the card's shape allow.
        style={{
          aspectRatio: width / height,
          width: `min(100%, calc(min(13rem, 30vh) * ${width / height}))`,
        }}
      >
        {wanted === undefined ? null : <StageFrame attach={thumbnails.attach} title="Thumbnail" isInert />}
      </div>
      {state === "nothing" ? (
        <p className="absolute inset-0 grid place-items-center p-2 text-center text-muted">
          <span className="line-clamp-4 text-pretty">{why}</span>
        </p>
      ) : null}
      {state === "waiting" ? (
        <div className="absolute inset-0 grid animate-appear place-items-center [animation-delay:400ms] [animation-fill-mode:backwards]">
          <Spinner label="Loading the picture of this moment" className="text-lg" />
        </div>
      ) : null}
    </div>
  );
}

/** Asks for the moment once the pointer rests on it. */
function useRest(thumbnails: Thumbnails, moment: Moment | undefined): void {
  const viewId = moment?.viewId;
  const ts = moment?.ts;
  useEffect(() => {
    if (viewId === undefined || ts === undefined) {
      thumbnails.rest();
      return undefined;
    }
    const timer = setTimeout(() => thumbnails.show({ viewId, ts }), REST_MS);
    return () => clearTimeout(timer);
  }, [thumbnails, viewId, ts]);
}

const isSame = (a: Moment | undefined, b: Moment | undefined) =>
  a !== undefined && a.viewId === b?.viewId && a.ts === b.ts;
