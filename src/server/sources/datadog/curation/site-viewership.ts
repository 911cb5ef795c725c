import type { Viewership, Watcher } from "../../viewership.ts";
import type { Clock } from "../http/clock.ts";
import type { SiteClient } from "../http/site-client.ts";
import { watchAnswerSchema, watchedAnswerSchema, watchersAnswerSchema } from "./curation-answers.ts";
import { askJson, pageQuery, REPLAY_PATH, viewershipRequest } from "./curation-request.ts";
import { summariesOf } from "./session-summaries.ts";

const sessionPath = (sessionId: string) => `${REPLAY_PATH}/sessions/${encodeURIComponent(sessionId)}`;

/** Who watched what in a Datadog account. Whoever uses this server watches as the owner of the application key. */
export function createSiteViewership(client: SiteClient, clock: Clock): Viewership {
  return {
    async record({ sessionId, at, applicationId, eventId, dataSource }, _by, signal) {
      const attributes = {
        application_id: applicationId,
        data_source: dataSource,
        event_id: eventId,
        timestamp: new Date(at).toISOString(),
      };
      const request = viewershipRequest({
        what: "the note that a session is watched",
        method: "POST",
        path: `${sessionPath(sessionId)}/watches`,
        body: { data: { type: "rum_replay_watch", attributes } },
      });
      return (await askJson(client, request, watchAnswerSchema, signal)).data.id;
    },
    async forget(sessionId, _by, signal) {
      const what = "the end of a watch history";
      const path = `${sessionPath(sessionId)}/watches`;
      await client.ask(viewershipRequest({ what, method: "DELETE", path, accept: "*/*" }), signal);
    },
    async listWatchers(sessionId, page, signal) {
      const request = viewershipRequest({
        what: "the list of who watched the session",
        method: "GET",
        path: `${sessionPath(sessionId)}/watchers`,
        query: pageQuery(page),
      });
      const { data } = await askJson(client, request, watchersAnswerSchema, signal);
      return data.map(({ id, attributes }): Watcher => {
        const { handle, name, last_watched_at: lastWatchedAt, watch_count: watchCount } = attributes;
        return { viewer: { uuid: id, handle, ...(name ? { name } : {}) }, lastWatchedAt, watchCount };
      });
    },
    async listWatched({ viewerUuid, sessionIds, applicationId, from, to, page }, _asking, signal) {
      const filters = {
        "filter[watched_at][start]": from,
        "page[number]": page.number,
        "filter[created_by]": viewerUuid,
        "filter[watched_at][end]": to,
        "filter[session_ids]": sessionIds?.join(","),
        "page[size]": page.size,
        "filter[application_id]": applicationId,
      };
      const query = Object.fromEntries(
        Object.entries(filters).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        ),
      );
      const path = `${REPLAY_PATH}/viewership-history/sessions`;
      const request = viewershipRequest({ what: "the watch history", method: "GET", path, query });
      const { data } = await askJson(client, request, watchedAnswerSchema, signal);
      // Which of some sessions were watched is all that is asked then.
      const listed = data.map((each) => ({ id: each.id, event: each.attributes.session_event }));
      const summaries =
        sessionIds === undefined
          ? await summariesOf(client, clock, listed, signal)
          : new Map<string, never>();
      return data.map(({ id, attributes }) => ({
        id,
        lastWatchedAt: attributes.last_watched_at,
        eventId: attributes.event_id,
        dataSource: attributes.track,
        summary: summaries.get(id),
      }));
    },
  };
}
