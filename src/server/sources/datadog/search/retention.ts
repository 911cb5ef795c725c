const DAY_MS = 24 * 60 * 60_000;

/** Datadog keeps replays for 30 days, and for up to 15 months where that is paid for. */
export const RETENTION_MS = 15 * 31 * DAY_MS;
export const USUAL_RETENTION_MS = 30 * DAY_MS;

/** Events are dated by the client, whose clock may be ahead by so much. */
export const CLOCKS_AHEAD_MS = DAY_MS;
