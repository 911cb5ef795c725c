import { accountEnvironment, KEYS } from "./account.ts";
import { type Product, startProduct } from "../product.ts";
import { test as base } from "../test.ts";
import { type RecordedSession, readSession, recordingNames } from "./recorded-session.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

/** Later than that nothing was recorded, so that Datadog has all of it and no view is open. */
const AGE_MS = 3 * 60 * 60_000;

/** A server with an account at one site beside its own store, which is empty. */
export interface Account {
  readonly standIn: StandIn;
  readonly product: Product;
  readonly sessions: readonly RecordedSession[];
  /** The recording of that name. */
  session(name: string): RecordedSession;
}

/**
 * `account`: all recordings are of today, an hour apart. `copies`: how many sessions more there are, which are known
 * from their events.
 */
export const test = base.extend<{ copies: number; keys: typeof KEYS; account: Account }>({
  // The stand-in keeps no playlists and no watch history, and the browser logs that there are none.
  mayFail: /\/bff\/.*(?:playlist|watch)/,
  copies: [0, { option: true }],
  keys: [KEYS, { option: true }],
  account: async ({ page, copies, keys }, use) => {
    const names = recordingNames();
    const now = Date.now();
    const recorded = names.map((name, at) => readSession(name, now - AGE_MS - at * 3_600_000));
    const [first] = recorded;
    const more = Array.from({ length: first === undefined ? 0 : copies }, (_, at) => copyOf(first, at));
    const sessions = [...recorded, ...more];
    const standIn = await startStandIn({ sessions, ...KEYS });
    const product = await startProduct({ environment: accountEnvironment(standIn, keys) });
    const session = (name: string) => {
      const found = recorded[names.indexOf(name)];
      if (found === undefined) throw new Error(`there is no recording ${name}`);
      return found;
    };
    await use({ standIn, product, sessions, session });
    // A page that is still open would ask for more, and log that nobody answers.
    await page.close();
    await product.stop();
    await standIn.close();
  },
});

/** The same person's session again, as many minutes earlier as it is copied. */
function copyOf(session: RecordedSession | undefined, at: number): RecordedSession {
  const sessionId = `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
  const events = JSON.stringify(session?.rumEvents ?? []).replaceAll(session?.sessionId ?? "-", sessionId);
  const parsed = JSON.parse(events) as RecordedSession["rumEvents"];
  return {
    sessionId,
    segments: [],
    rumEvents: parsed.map((event) =>
      Object.assign(event, { date: Number(event["date"]) - (at + 1) * 60_000 }),
    ),
  };
}
