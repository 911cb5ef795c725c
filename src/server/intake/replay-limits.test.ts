import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  jsonPart,
  metadata,
  openIntake,
  REPLAY,
  replayForm,
  segmentBytes,
  segmentPart,
} from "./intake.fixture.ts";

describe("size limits of replay uploads", () => {
  const limits = {
    replayBodyBytes: 20_000,
    partBytes: 10_000,
    fieldBytes: 1000,
    parts: 5,
    inflatedBytes: 5000,
  };

  test.each<readonly [string, () => FormData, number, string]>([
    [
      "a body",
      () => {
        const form = replayForm();
        for (let at = 0; at < 3; at += 1) form.append("other", "x".repeat(9000));
        return form;
      },
      413,
      "the body has more than 20000 bytes",
    ],
    [
      "a segment",
      () => replayForm(new Uint8Array(10_001)),
      413,
      'the part "segment" has more than 10000 bytes',
    ],
    [
      "an event part",
      () => replayForm(segmentBytes(), metadata({ filler: "x".repeat(1000) })),
      413,
      'the part "event" has more than 1000 bytes',
    ],
    [
      "the number of parts",
      () => {
        const form = replayForm();
        for (let at = 0; at < 4; at += 1) form.append("other", "x");
        return form;
      },
      400,
      "more than 5 parts",
    ],
    [
      "what a segment inflates to",
      () => replayForm(segmentBytes(metadata({ filler: "x".repeat(5000) }))),
      413,
      "its text has more than the 5000 bytes that are left of the limit",
    ],
  ])("%s over the limit is refused", async (_name, form, expected, message) => {
    const { post, isEmpty } = await openIntake({ limits });
    const { status, json } = await post(REPLAY, form());
    expect(status).toBe(expected);
    expect((json as { errors: string[] }).errors.join("\n")).toContain(message);
    expect(await isEmpty()).toBe(true);
  });

  const filled = segmentBytes(metadata({ filler: "x".repeat(2500) }));
  test.each([
    ["whole", filled],
    ["damaged", filled.slice(0, -4)],
    ["no JSON", new Uint8Array(deflateSync("x".repeat(2600)))],
  ])("segments of one upload share the bound on inflated bytes: the first is %s", async (_name, first) => {
    const { post, isEmpty } = await openIntake({ limits });
    const form = new FormData();
    form.append("event", jsonPart([metadata(), metadata()]));
    for (const bytes of [first, filled]) form.append("segment", segmentPart(bytes), "file");
    const { status, json } = await post(REPLAY, form);
    expect(status).toBe(413);
    expect((json as { errors: string[] }).errors).toEqual([
      expect.stringMatching(
        /^segment 2 of 2: its text has more than the \d+ bytes that are left of the limit$/,
      ),
    ]);
    expect(await isEmpty()).toBe(true);
  });
});
