import type { ToStage } from "../../wire/stage.ts";
import { DecodeClient } from "../worker/client.ts";
import { Announcer, type Send } from "./announcer.ts";
import { AssetReport } from "./asset-report.ts";
import { CanvasImages } from "./canvas-images.ts";
import { type Need, needAt } from "./need.ts";
import { Pace } from "./pace.ts";
import { Picture } from "./picture.ts";
import { Programme } from "./programme.ts";
import { stillNeedAt } from "./stills.ts";
import type { Surface } from "./surface.ts";
import { ViewStates } from "./view-states.ts";

export type Opened = Extract<ToStage, { type: "stage:open" }>;

/** What the parts need of the playback that they are joined by. */
export interface PlaybackSides {
  /** More of a view can be shown, or it has come to an end. */
  readonly progressed: (viewId: string) => void;
  /** The time whose picture a person sees; undefined while it is still to come. */
  readonly seenAt: () => number | undefined;
}

export interface PlaybackParts {
  readonly programme: Programme;
  readonly announcer: Announcer;
  readonly client: DecodeClient;
  readonly states: ViewStates;
  readonly picture: Picture;
  readonly pace: Pace;
  readonly canvasImages: CanvasImages;
  /** Tells what is wanted next when the playhead is at `ts`. */
  readonly wishFor: (ts: number) => void;
}

/** What a session's playback is made of, joined: what the decoder says goes to whom it concerns. */
export function playbackParts(
  opened: Opened,
  surface: Surface,
  send: Send,
  sides: PlaybackSides,
): PlaybackParts {
  const { session, views, pointer, speed } = opened;
  const isStills = opened.stills === true;
  const states = new ViewStates(views);
  const announcer = new Announcer(session, send);
  const programme = new Programme(session, views, (spans) => announcer.programme(spans));
  const assets = new AssetReport((told) => send({ type: "stage:assets", assets: told }));
  const client = startDecoder(opened, { states, announcer, programme, assets }, sides);
  const canvasImages = new CanvasImages(
    (ids) => send({ type: "stage:need-images", ids: [...ids] }),
    isStills,
  );
  const loadsAssets = opened.assets !== "off";
  const picture = new Picture(
    { client, surface, states, announcer, assets, canvasImages, loadsAssets, pointer, isStills },
    speed,
  );
  const pace = new Pace(speed, opened.skipInactivity);
  const isMet = ({ viewId, from, ts }: Need) => states.readyUntil(viewId, from) > ts;
  const wishFor = (at: number) => {
    const need = isStills
      ? stillNeedAt(programme.spans, states, at)
      : needAt(programme, states, at, pace.speed);
    announcer.need(need, isMet);
  };
  return { programme, announcer, client, states, picture, pace, canvasImages, wishFor };
}

interface Told extends Pick<PlaybackParts, "states" | "announcer" | "programme"> {
  readonly assets: AssetReport;
}

function startDecoder(
  { assets: mode, stills }: Opened,
  { states, announcer, programme, assets }: Told,
  { progressed, seenAt }: PlaybackSides,
): DecodeClient {
  return new DecodeClient(
    { assets: mode, isStills: stills === true },
    {
      progress: (progress) => {
        states.setProgress(progress);
        progressed(progress.viewId);
      },
      facts: (facts) => {
        states.setFacts(facts);
        announcer.facts(facts);
        programme.learn(facts.viewId, facts.presence, seenAt());
      },
      notFetched: (count, hasMore) => assets.setNotFetched(count, hasMore),
      dropped: (viewId, first, last) => announcer.dropped(viewId, first, last),
      entryLost: (viewId, after, isBroken) => announcer.entryLost(viewId, after, isBroken),
      made: (viewId, keyframe) => announcer.made(viewId, keyframe),
      failed: (message, viewId) => states.setFailure(viewId, message),
    },
  );
}
