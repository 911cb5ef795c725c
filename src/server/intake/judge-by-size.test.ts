import { randomBytes } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import {
  FOCUS_RECORD,
  metadata,
  META_RECORD,
  openIntake,
  REPLAY,
  replayForm,
  RUM,
  rumEvent,
  segmentBytes,
} from "./intake.fixture.ts";
import { judgeBySize } from "./judge-by-size.ts";
import { judgeUpload, type WholeUpload } from "./judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS } from "./limits.ts";

const MEANS = { inflater: createNodeInflater(), limits: DEFAULT_INTAKE_LIMITS };
const MEGABYTES = 30_000_000;

/** An intake whose other judge waits until it is told to go on. */
async function openWithJudges() {
  const handedOver: WholeUpload[] = [];
  const goOn = deferred();
  const judge = judgeBySize(MEANS, async (upload) => {
    handedOver.push(upload);
    await goOn.promise;
    return judgeUpload(upload, MEANS);
  });
  return { ...(await openIntake({ judge })), handedOver, goOn };
}

const withText = (text: string) => replayForm(new Uint8Array(deflateSync(text)), metadata());
const TEXT = JSON.stringify({ records: [META_RECORD, FOCUS_RECORD], ...metadata({ index_in_view: 1 }) });
const stated = metadata({ index_in_view: 1 });

/** A body of some kilobytes whose reading takes a second, and what it is answered with. */
const bombs: readonly (readonly [string, string, () => BodyInit, number])[] = [
  [
    "a segment of spaces",
    REPLAY,
    () => replayForm(new Uint8Array(deflateSync(`${TEXT}${" ".repeat(MEGABYTES)}`)), stated),
    202,
  ],
  ["a segment of lists", REPLAY, () => withText(`{"records":[${"[],".repeat(MEGABYTES / 3)}[]]}`), 400],
  ["a segment of zeros", REPLAY, () => withText("0".repeat(MEGABYTES)), 400],
  [
    "RUM events of empty lines",
    `${RUM}${encodeURIComponent("&dd-evp-encoding=deflate")}`,
    () => new Uint8Array(deflateSync(`${JSON.stringify(rumEvent())}${"\n".repeat(8_000_000)}`)),
    202,
  ],
  [
    "gzip of RUM events",
    `${RUM}${encodeURIComponent("&dd-evp-encoding=gzip")}`,
    () => new Uint8Array(gzipSync(JSON.stringify(rumEvent()))),
    202,
  ],
];

describe("an upload that takes long to read is judged elsewhere, and others are answered meanwhile", () => {
  test.each(bombs)("%s", async (_name, address, body, status) => {
    const { post, handedOver, goOn } = await openWithJudges();
    const bomb = post(address, body());
    // Answered although the other one came first and is not: were it read here, this would wait for ever.
    expect((await post(REPLAY, replayForm())).status).toBe(202);
    expect(handedOver).toHaveLength(1);
    expect(handedOver[0]?.body.length).toBeLessThan(100_000);
    goOn.resolve();
    expect((await bomb).status).toBe(status);
  });

  test("one that is large as it is sent", async () => {
    const { post, handedOver, goOn } = await openWithJudges();
    const filler = randomBytes(400_000).toString("base64");
    const large = post(REPLAY, replayForm(segmentBytes(metadata({ filler })), metadata()));
    expect((await post(RUM, JSON.stringify(rumEvent()))).status).toBe(202);
    goOn.resolve();
    expect((await large).status).toBe(202);
    expect(handedOver).toHaveLength(1);
  });
});

test("an upload as SDKs send it is judged at once", async () => {
  const { post, handedOver } = await openWithJudges();
  const recorded = [META_RECORD, ...Array.from({ length: 2000 }, () => FOCUS_RECORD)];
  const bytes = segmentBytes(metadata({ records_count: 2001 }), recorded);
  expect((await post(REPLAY, replayForm(bytes, metadata({ records_count: 2001 })))).status).toBe(202);
  expect((await post(RUM, JSON.stringify(rumEvent()))).status).toBe(202);
  expect(handedOver).toEqual([]);
});
