import { deflateSync, inflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IncomingSegment } from "../storage/stored-segment.ts";
import {
  hintsAt,
  longestView,
  packNow,
  putRecorded,
  readRecorded,
} from "../sources/local/recorded.fixture.ts";
import { openTestApp, type TestApp } from "./app.fixture.ts";

const shop = readRecorded("shop-checkout-v7");
const { sessionId, viewId, sent } = longestView(shop);
const KEYS = { "DD-API-KEY": "any", "DD-APPLICATION-KEY": "any" };
const PATH = `/api/v2/rum/replay/sessions/${sessionId}/views/${viewId}/segments`;
const NEVER = new AbortController().signal;

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly attributes: Record<string, unknown> & { readonly records: readonly unknown[] };
}
interface Answer {
  readonly data: readonly Listed[];
  readonly meta: { readonly page: { readonly after?: string } };
  readonly links: { readonly next?: string };
}

let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
});
afterEach(() => test.close());

const put = (segments: readonly IncomingSegment[]) => test.store.events.putSegments(segments, hintsAt(0));
const ask = (query = "", headers: Record<string, string> = KEYS) =>
  test.app.request(`${PATH}${query}`, { headers });

async function page(query = ""): Promise<Answer> {
  const response = await ask(query);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

/** Ids of a walk from a page on, by its tokens. */
async function walk(first: Answer, query: string): Promise<string[]> {
  const ids = first.data.map((segment) => segment.id);
  for (let after = first.meta.page.after; after !== undefined;) {
    const next = await page(`${query}&paging=${encodeURIComponent(after)}`);
    ids.push(...next.data.map((segment) => segment.id));
    after = next.meta.page.after;
  }
  return ids;
}

const ids = (...indexes: readonly number[]) => indexes.map((index) => `${viewId}-${index}`);

describe("the segments route", () => {
  it("answers the documented JSON, records inflated", async () => {
    await putRecorded(test.store, shop);
    const response = await ask();
    expect(response.headers.get("content-type")).toBe("application/json");
    const answer = (await response.json()) as Answer;
    expect(answer.data).toHaveLength(sent.length);
    expect(answer.meta).toEqual({ page: {} });
    expect(answer.links).toEqual({});
    for (const [index, { meta, bytes }] of sent.entries()) {
      const text = JSON.parse(inflateSync(bytes).toString()) as { readonly records: readonly unknown[] };
      expect(answer.data[index]).toEqual({
        id: `${viewId}-${index}`,
        type: "rum_replay_segment",
        attributes: {
          application: { id: meta.applicationId },
          session: { id: sessionId },
          view: { id: viewId },
          source: "browser",
          creation_reason: meta.creationReason,
          start: meta.start,
          end: meta.end,
          index_in_view: index,
          records_count: meta.recordsCount,
          has_full_snapshot: meta.hasFullSnapshot,
          raw_segment_size: meta.rawSegmentSize,
          compressed_segment_size: meta.compressedSegmentSize,
          records: text.records,
        },
      });
    }
  });

  it("is empty for a view without segments, and 404 for none", async () => {
    await test.store.events.putRumEvents(shop.rumEvents, hintsAt(0));
    expect((await page()).data).toEqual([]);
    const nothing = await test.app.request(PATH.replace(viewId, "nothing"), { headers: KEYS });
    expect(nothing.status).toBe(404);
    expect(await nothing.json()).toEqual({ errors: [expect.stringContaining("nothing")] });
  });

  it("delivers a damaged segment with the records that could be read", async () => {
    const [first, second, third] = sent;
    if (first === undefined || second === undefined || third === undefined) throw new Error("too few");
    const records = [4, 6, 8].map((type) => ({ type, timestamp: 1, data: { text: "x".repeat(200) } }));
    const whole = deflateSync(JSON.stringify({ records }), { level: 0 });
    const cut = { ...second, bytes: whole.subarray(0, whole.length - 150) };
    const noise = { ...third, bytes: new Uint8Array(100).fill(0xa5) };
    await put([first, cut, noise]);
    const { data } = await page();
    expect(data.map((segment) => segment.id)).toEqual(ids(0, 1, 2));
    expect(data[1]?.attributes.records).toEqual(records.slice(0, 2));
    expect(data[2]?.attributes.records).toEqual([]);
  });
});

describe("pages of segments", () => {
  beforeEach(() => put(sent));

  it.each([1, 20_000, 60_000, 10_000_000, Number.MAX_SAFE_INTEGER])(
    "of at most %i bytes have every segment once",
    async (size) => {
      const query = `?max_list_size=${size}`;
      expect(await walk(await page(query), query)).toEqual(ids(0, 1, 2, 3, 4));
    },
  );

  it("are as large as asked, never larger, and have one segment at least", async () => {
    const whole = (await page()).data;
    const bytes = (count: number) => Buffer.byteLength(JSON.stringify(whole.slice(0, count)));
    const count = async (size: number) => (await page(`?max_list_size=${size}`)).data.length;
    expect(await count(bytes(3))).toBe(3);
    expect(await count(bytes(3) - 1)).toBe(2);
    expect(await count(bytes(1))).toBe(1);
    expect(await count(1)).toBe(1);
    expect(await count(bytes(5))).toBe(5);
  });

  it("name the address of the next one, whole and with all parameters", async () => {
    const response = await test.app.request(
      `http://replays.test:8080${PATH}?max_list_size=1&source=event_platform&ts=1795435013194`,
      { headers: KEYS },
    );
    const answer = (await response.json()) as Answer;
    const next = new URL(answer.links.next ?? "");
    expect(next.origin).toBe("http://replays.test:8080");
    expect(Object.fromEntries(next.searchParams)).toEqual({
      max_list_size: "1",
      source: "event_platform",
      ts: "1795435013194",
      paging: answer.meta.page.after,
    });
    const second = (await (await test.app.request(next.href, { headers: KEYS })).json()) as Answer;
    expect(second.data.map((segment) => segment.id)).toEqual(ids(1));
  });

  it("keep to a source; every segment is in one of the two", async () => {
    await packNow(test.store, NEVER);
    expect((await page("?source=blob")).data).toHaveLength(sent.length);
    expect((await page("?source=event_platform")).data).toEqual([]);
  });

  it("have what was there at the first page once, while segments arrive and are packed", async () => {
    const query = "?max_list_size=1";
    const first = await page(query);
    await packNow(test.store, NEVER);
    const late = sent.map(({ meta, ...segment }) => ({
      ...segment,
      meta: { ...meta, indexInView: (meta.indexInView ?? 0) + 100, sha256: `late ${meta.sha256}` },
    }));
    await put(late);
    expect(await walk(first, query)).toEqual(ids(0, 1, 2, 3, 4));
    expect(await walk(await page(query), query)).toEqual(ids(0, 1, 2, 3, 4, 100, 101, 102, 103, 104));
  });

  it("are never hidden by ts", async () => {
    expect((await page("?ts=1")).data).toHaveLength(sent.length);
  });
});

describe("the next address behind a proxy", () => {
  it("is the one that the client asked, where a proxy is set up", async () => {
    const proxied = await openTestApp({ access: { userHeader: "X-Forwarded-Email" } });
    for (const { app, store } of [proxied, test]) {
      await store.events.putSegments(sent, hintsAt(0));
      const forwarded = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "replays.example" };
      const response = await app.request(`http://127.0.0.1:8080${PATH}?max_list_size=1`, {
        headers: { ...KEYS, ...forwarded },
      });
      const { links } = (await response.json()) as Answer;
      const origin = app === proxied.app ? "https://replays.example" : "http://127.0.0.1:8080";
      expect(new URL(links.next ?? "").origin).toBe(origin);
    }
    await proxied.close();
  });
});
