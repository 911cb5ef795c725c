import { randomUUID } from "node:crypto";
import { APPLICATION, postRumEvent, postSegment } from "./posted-segment.ts";

// Sessions made here, as many as a list needs: one view with one segment, and its RUM view event.

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
export const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

export interface PostedSession {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly durationMs?: number;
  readonly user?: { readonly id?: string; readonly name?: string; readonly email?: string };
  readonly path?: string;
  readonly errors?: number;
  readonly frustrations?: number;
  readonly userAgent?: string;
  /** The view goes on: no end of it was seen. */
  readonly goesOn?: boolean;
}

/** Posts a session to the intake of a server; its id. */
export async function postSession(address: string, session: PostedSession): Promise<string> {
  const key = { sessionId: randomUUID(), viewId: randomUUID() };
  const statuses = [
    await postSegment(address, { ...key, index: 0, start: session.start }),
    await postRumEvent(address, viewEvent(key, session), { "user-agent": session.userAgent ?? CHROME }),
  ];
  if (statuses.some((status) => status !== 202))
    throw new Error(`the intake answered ${statuses.join(", ")}`);
  return key.sessionId;
}

function viewEvent({ sessionId, viewId }: { sessionId: string; viewId: string }, session: PostedSession) {
  const { start, durationMs = 60_000, user, path = "/", errors = 0, frustrations = 0 } = session;
  return {
    type: "view",
    date: start,
    application: { id: APPLICATION },
    session: { id: sessionId, type: "user" },
    view: {
      id: viewId,
      url: `https://shop.example${path}`,
      loading_type: "initial_load",
      time_spent: durationMs * 1_000_000,
      is_active: session.goesOn ?? false,
      action: { count: 3 },
      error: { count: errors },
      frustration: { count: frustrations },
      resource: { count: 0 },
    },
    ...(user === undefined ? {} : { usr: user }),
    service: "shop",
    ddtags: "sdk_version:7.16.2,env:demo,service:shop",
    _dd: { format_version: 2, document_version: 1 },
  };
}
