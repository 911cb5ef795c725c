import type { SessionDetail } from "../../../wire/session.ts";
import type { StageView } from "../../../wire/stage.ts";
import type { PlayedSession, PlayerView } from "../../player/playback-store.ts";

/** A session as the player must know it. */
export const playedSession = ({ session: { start, end, live }, views }: SessionDetail): PlayedSession => ({
  start,
  end,
  live,
  views: views.map(playerView),
});

const playerView = (view: SessionDetail["views"][number]): PlayerView => ({
  id: view.id,
  url: view.url,
  name: view.name,
  start: view.start,
  end: view.end,
  tabId: view.tabId,
  pageStates: view.pageStates,
  hasReplay: view.segmentCount > 0,
});

/** A view as the stage must know it. */
export const stageView = ({ id, url, start, end, tabId, pageStates, hasReplay }: PlayerView): StageView => ({
  id,
  url,
  start,
  end,
  ...(tabId === undefined ? {} : { tabId }),
  ...(pageStates === undefined ? {} : { pageStates: [...pageStates] }),
  hasReplay,
});
