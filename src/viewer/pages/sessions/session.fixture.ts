import type { SessionSummary } from "../../../wire/session.ts";

/** A session for tests: started at `start`, and otherwise unremarkable. */
export const sessionAt = (start: number, facts: Partial<SessionSummary> = {}): SessionSummary => ({
  id: `session-${start}`,
  source: "local",
  applicationId: "shop",
  start,
  end: start + 60_000,
  viewCount: 2,
  pages: ["/", "/cart"],
  errorCount: 0,
  frustrationCount: 0,
  actionCount: 3,
  segmentCount: 4,
  bytes: 12_000,
  live: false,
  ...facts,
});
