import type { SessionSummary } from "../../wire/session.ts";

/** A session as RUM knows it: the `session_event` of playlists and of the viewership history. Times as in RUM. */
export function sessionEvent(summary: SessionSummary): Record<string, unknown> {
  const { user, browser, os, deviceType, country } = summary;
  return {
    type: "session",
    date: summary.start,
    application: { id: summary.applicationId },
    session: {
      id: summary.id,
      type: "user",
      has_replay: summary.segmentCount !== 0,
      is_active: summary.live,
      // Nanoseconds.
      time_spent: (summary.end - summary.start) * 1_000_000,
      view: { count: summary.viewCount },
      error: { count: summary.errorCount },
      action: { count: summary.actionCount },
      frustration: { count: summary.frustrationCount },
    },
    ...(user === undefined
      ? {}
      : { usr: { id: user.id, name: user.name, email: user.email, anonymous_id: user.anonymousId } }),
    ...(browser === undefined ? {} : { browser }),
    ...(os === undefined ? {} : { os }),
    ...(deviceType === undefined ? {} : { device: { type: deviceType } }),
    ...(country === undefined ? {} : { geo: { country } }),
    service: summary.service,
    env: summary.env,
    version: summary.version,
  };
}
