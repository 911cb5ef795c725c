import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import type { Store } from "./driver.ts";
import type { IncomingRumEvent } from "./stored-rum-event.ts";
import { hints } from "./incoming.fixture.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectories } from "./temporary-directory.fixture.ts";

// RUM events as the SDK sent them, in the order of arrival and in others.

const temporaryDirectory = temporaryDirectories();
const signal = new AbortController().signal;
const RECORDINGS = new URL("../../../e2e/fixtures/recordings/", import.meta.url);

let store: Store;
beforeEach(async () => {
  store = await openStore({ directory: await temporaryDirectory() });
});
afterEach(() => store.close());

interface SentEvent {
  readonly type: string;
  readonly date: number;
  readonly session: { readonly id: string };
  readonly view: { readonly id: string };
  readonly application: { readonly id: string };
  readonly ["_dd"]: { readonly document_version?: number };
}

async function recordedEvents(recording: string): Promise<IncomingRumEvent[]> {
  const text = await readFile(new URL(`${recording}/rum-events.ndjson`, RECORDINGS), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((document) => {
      const event = JSON.parse(document) as SentEvent;
      return {
        type: event.type,
        sessionId: event.session.id,
        viewId: event.view.id,
        applicationId: event.application.id,
        date: epochMs(event.date),
        documentVersion: event["_dd"].document_version ?? 0,
        document,
      };
    });
}

/** Puts of three events each. */
async function put(events: readonly IncomingRumEvent[]): Promise<void> {
  const puts: Promise<unknown>[] = [];
  for (let at = 0; at < events.length; at += 3) {
    puts.push(store.events.putRumEvents(events.slice(at, at + 3), hints()));
  }
  await Promise.all(puts);
}

const summary = async (events: readonly IncomingRumEvent[]) => {
  const sessionId = events[0]?.sessionId ?? "";
  const found = await store.events.getSession(sessionId, signal);
  const listed = await store.events.listRumEvents(sessionId, { limit: 1000 }, signal);
  return { session: found?.session, views: found?.views, listed };
};

test("a recorded session is summed up as its last documents say", async () => {
  const events = await recordedEvents("shop-checkout-v7");
  await put(events);
  const { session, views, listed } = await summary(events);
  expect(session).toMatchObject({
    viewCount: 7,
    openViewCount: 1,
    errorCount: 2,
    frustrationCount: 6,
    service: "fernwood-shop",
    env: "demo",
    version: "1.4.2",
    sdkVersion: "7.16.2",
  });
  expect(views?.map(({ errorCount }) => errorCount)).toEqual([0, 1, 0, 0, 1, 0, 0]);
  expect(views?.at(-1)).toMatchObject({ ended: false });
  expect(listed.filter(({ type }) => type === "view")).toHaveLength(7);
});

test.each(["shop-checkout-v7", "tabs-v7", "shoelace-v5"])(
  "%s gives the same session whatever order its events arrive in, and however often",
  async (recording) => {
    const events = await recordedEvents(recording);
    await put(events);
    const inOrder = await summary(events);
    await put(events);
    expect(await summary(events)).toEqual(inOrder);

    const interleaved = events.map((_, at) => events[(at * 7) % events.length] as IncomingRumEvent);
    for (const other of [events.toReversed(), [...interleaved, ...events]]) {
      await store.close();
      store = await openStore({ directory: await temporaryDirectory() });
      await put(other);
      expect(await summary(events)).toEqual(inOrder);
    }
  },
);
