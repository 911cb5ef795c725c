import { describe, expect, test } from "vitest";
import {
  page,
  plainSegment,
  text,
  textChange,
  type TestSegment,
  START,
  at,
} from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";

// Five segments of a second each: 0 and 3 begin with a full snapshot, the others change the text.
const whole: readonly TestSegment[] = [
  plainSegment(0, [...page(at(0), [text(20, "zero")]), textChange(at(900), 20, "zero, later")]),
  plainSegment(1, [textChange(at(1_000), 20, "one"), textChange(at(1_900), 20, "one, later")]),
  plainSegment(2, [textChange(at(2_000), 20, "two"), textChange(at(2_900), 20, "two, later")]),
  plainSegment(3, [...page(at(3_000), [text(20, "three")]), textChange(at(3_900), 20, "three, later")]),
  plainSegment(4, [textChange(at(4_000), 20, "four"), textChange(at(4_900), 20, "four, later")]),
];

const without = (index: number) => whole.filter((segment) => segment.index !== index);
const instead = (index: number, bytes: Uint8Array | null) =>
  whole.map((segment) => (segment.index === index ? { ...segment, bytes } : segment));
const bytesOf = (index: number) => whole[index]?.bytes ?? new Uint8Array();

/** Plays the segments to the end; what the stage then says of the view. */
async function played(segments: readonly TestSegment[]) {
  const view = { id: "v", url: "", start: START, end: at(5_000), hasReplay: true };
  const session = { id: "s", start: START, end: at(5_000) };
  const stage = await open({ session, views: [view], segments: { v: segments } }, { at: START, speed: 8 });
  await stage.state("paused");
  stage.post({ type: "replay:play" });
  await stage.state("ended");
  const facts = stage.messages.findLast((message) => message.type === "stage:facts");
  if (facts?.type !== "stage:facts") throw new Error("the stage told no facts");
  return { facts, stage };
}

describe("a view with damage plays on, and says what is missing and where", () => {
  const damaged = [
    {
      name: "a segment that the index does not have",
      segments: without(1),
      code: "segment-missing",
      message: "segment 1 is missing from the recording",
      span: { start: at(900), end: at(2_000) },
    },
    {
      name: "a segment that was listed and not delivered",
      segments: instead(1, null),
      code: "segment-missing",
      message: "segment 1 is listed but not delivered by the source",
      span: { start: at(1_000), end: at(1_900) },
    },
    {
      name: "a segment of random bytes",
      segments: instead(1, crypto.getRandomValues(new Uint8Array(5_000)).fill(0, 0, 2)),
      code: "segment-unreadable",
      message: expect.stringContaining("zlib") as string,
      span: { start: at(1_000), end: at(1_900) },
    },
    {
      name: "a segment cut in half",
      segments: instead(1, bytesOf(1).slice(0, bytesOf(1).length / 2)),
      code: "segment-truncated",
      message: expect.any(String) as string,
    },
  ];

  test.for(damaged)("$name", async ({ segments, code, message, span }) => {
    const { facts, stage: shown } = await played(segments);
    expect(shown.text()).toBe("four, later");
    const said = facts.diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ viewId: "v", segmentIndex: 1, count: 1, message, ...span });
    expect(facts.gaps).toHaveLength(1);
    expect(facts.gaps[0]?.end).toBe(at(3_000));
    expect(facts.gaps[0]?.start).toBeLessThanOrEqual(at(2_000));
  });

  test("the first segment, with the first snapshot, is lost", async () => {
    const { facts, stage: shown } = await played(without(0));
    expect(shown.text()).toBe("four, later");
    expect(facts.diagnostics.map(({ code }) => code)).toContain("segment-missing");
    expect(facts.gaps[0]).toMatchObject({ end: at(3_000) });
  });

  test("a record of a type nobody knows", async () => {
    const strange = { type: 4_711, timestamp: at(1_500), data: { secret: true } };
    const { facts, stage: shown } = await played(
      whole.map((segment) =>
        segment.index === 1 ? plainSegment(1, [strange, textChange(at(1_900), 20, "one")]) : segment,
      ),
    );
    expect(shown.text()).toBe("four, later");
    expect(facts.diagnostics).toMatchObject([{ code: "record-unknown", count: 1, segmentIndex: 1 }]);
    expect(facts.gaps).toEqual([]);
  });

  test("nothing at all can be read", async () => {
    const lost = whole.map((segment) => Object.assign({}, segment, { bytes: null }));
    const { facts, stage: shown } = await played(lost);
    expect(shown.notice()).toContain("could be read");
    expect(facts.diagnostics).toHaveLength(5);
  });
});
