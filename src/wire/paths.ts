// Addresses of the viewer's own routes and of the stage. The contract's addresses (`/api/v2/…`, `/intake`)
// belong to the outside and are not listed here.

const id = encodeURIComponent;

/** `GET`: the picker's sessions, page by page. Query: `SessionQuery`. */
export const SESSIONS_PATH = "/bff/sessions";

/** `GET`: values for the picker's filters. */
export const FACETS_PATH = "/bff/facets";

/** `GET`: the sources that are set up, as `{sources: [{id, title}]}`. */
export const SOURCES_PATH = "/bff/sources";

/** `GET`: what a source waits for at this moment. Query: `source`. */
export const SOURCE_STATUS_PATH = `${SOURCES_PATH}/status`;

/** `GET`: an answer that a source got and could not read, as it came. Query: `source`. */
export const rawAnswerPath = (answerId: string) => `${SOURCES_PATH}/raw-answers/${id(answerId)}`;

/** `GET`: a session and its views. Query: `source`. */
export const sessionPath = (sessionId: string) => `${SESSIONS_PATH}/${id(sessionId)}`;

/** `GET`: a session's RUM events. Query: `source`, `cursor`, `limit`. */
export const rumEventsPath = (sessionId: string) => `${sessionPath(sessionId)}/events`;

/**
 * `POST` begins to bring a session of another source into the embedded store, `DELETE` stops that, `GET` says how far it
 * is: `KeepStatus`. Query: `source`.
 */
export const keepPath = (sessionId: string) => `${sessionPath(sessionId)}/keep`;

/** `GET`: what segments a view has. Query: `source`. */
export const segmentIndexPath = (sessionId: string, viewId: string) =>
  `${sessionPath(sessionId)}/views/${id(viewId)}/index`;

/** `GET`: segments as recorded. Query: `source`, `first`, `last` (inclusive). */
export const segmentPagePath = (sessionId: string, viewId: string) =>
  `${sessionPath(sessionId)}/views/${id(viewId)}/segments`;

/** `GET`: an image that the session's records refer to by this id, such as a canvas's content. Query: `source`. */
export const resourcePath = (sessionId: string, resourceId: string) =>
  `${sessionPath(sessionId)}/resources/${id(resourceId)}`;

/**
 * `GET`: the checkpoint of a keyframe as stored (deflated). `after` is its entry's. Query: `source`, `list` (the
 * list's `id`).
 */
export const keyframePath = (sessionId: string, viewId: string, after: number) =>
  `${sessionPath(sessionId)}/views/${id(viewId)}/keyframes/${after}`;

/** `GET`: what a view's records say, as far as its keyframes were made. Query: `source`, `list`. */
export const viewFactsPath = (sessionId: string, viewId: string) =>
  `${sessionPath(sessionId)}/views/${id(viewId)}/facts`;

/** `GET`: playlists; `POST`: makes one. Query: `source`. */
export const PLAYLISTS_PATH = "/bff/playlists";

/** `GET`, `PUT` (replaces its texts), `DELETE`: a playlist. Query: `source`. */
export const playlistPath = (playlistId: string) => `${PLAYLISTS_PATH}/${id(playlistId)}`;

/** `GET`: a playlist's sessions, page by page; `POST`: adds some; `DELETE`: takes some out. Query: `source`, `cursor`. */
export const playlistSessionsPath = (playlistId: string) => `${playlistPath(playlistId)}/sessions`;

/** `GET`: ids of the playlists that a session is in. Query: `source`. */
export const sessionPlaylistsPath = (sessionId: string) => `${sessionPath(sessionId)}/playlists`;

/** `GET`: who watched a session. Query: `source`. */
export const watchersPath = (sessionId: string) => `${sessionPath(sessionId)}/watchers`;

/** `POST`: whoever asks watches a session. Query: `source`. */
export const watchesPath = (sessionId: string) => `${sessionPath(sessionId)}/watches`;

/** `GET`: which sessions whoever asks has watched. Query: `source`, `ids` (with commas between). */
export const WATCHED_PATH = "/bff/watched";

/** `GET`: what a recording names. Query: `url`, absolute; `as`, what it is to be (`AssetKind`). */
export const ASSET_PATH = "/bff/asset";

/** The player document, framed by the viewer. */
export const STAGE_PATH = "/stage";
