import { sessionPath, SESSIONS_PATH } from "../src/wire/paths.ts";
import { type SessionDetail, sessionDetailSchema, sessionPageSchema } from "../src/wire/session.ts";

// What the viewer's own routes say of the sessions of a server.

async function getJson(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** One session and its views. */
export const sessionOf = async (address: string, sessionId: string): Promise<SessionDetail> =>
  sessionDetailSchema.parse(await getJson(`${address}${sessionPath(sessionId)}`));

/** All sessions (200 at most) with their views, newest first. */
export async function sessionsOf(address: string): Promise<SessionDetail[]> {
  const { sessions } = sessionPageSchema.parse(await getJson(`${address}${SESSIONS_PATH}?limit=200`));
  return Promise.all(sessions.map(({ id }) => sessionOf(address, id)));
}
