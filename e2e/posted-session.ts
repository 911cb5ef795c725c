import { randomUUID } from "node:crypto";
import { postSegment } from "./posted-segment.ts";

// Sessions made here, as many as a list needs: one view with one segment, and its RUM view event.

const APPLICATION = "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77";
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
  const query = `ddsource=browser&dd-api-key=pub0&dd-evp-origin-version=7.16.2&dd-request-id=${randomUUID()}`;
  const statuses = [
    await postSegment(address, { ...key, index: 0, start: session.start }),
    (
      await fetch(`${address}/intake?ddforward=${encodeURIComponent(`/api/v2/rum?${query}`)}`, {
        method: "POST",
        headers: { "content-type": "text/plain", "user-agent": session.userAgent ?? CHROME },
        body: JSON.stringify(viewEvent(key, session)),
      })
    ).status,
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
