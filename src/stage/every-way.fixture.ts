import { plainSegment, type TestRecord } from "./recorded-page.fixture.ts";
import {
  openStage,
  type StageUnderTest,
  type TestImages,
  type TestRecording,
} from "./stage-under-test.fixture.ts";

// A page must look the same however one comes to a time of it.

export type Way = "seek" | "play" | "keyframe";

/** As fast as the stage plays. */
const SPEED = 64;
const END_MS = 3_000;
/** After as many events and as much time the worker takes a keyframe. */
const MANY = 450;
const LONG_MS = 6_000;

/**
 * What `look` finds on the page that these records make, after a seek over all of them, after playing them, and when
 * the page is rebuilt from a keyframe that was taken after them. They lie in the three seconds after the first.
 */
export async function everyWay<T>(
  records: readonly TestRecord[],
  look: (page: Document, stage: StageUnderTest) => T | Promise<T>,
  images: TestImages = new Map(),
): Promise<Record<Way, T>> {
  return {
    seek: await seen("seek", records, look, images),
    play: await seen("play", records, look, images),
    keyframe: await seen("keyframe", records, look, images),
  };
}

/** The same thing for each way. */
export const alike = <T>(found: T): Record<Way, T> => ({ seek: found, play: found, keyframe: found });

async function seen<T>(
  way: Way,
  records: readonly TestRecord[],
  look: (page: Document, stage: StageUnderTest) => T | Promise<T>,
  images: TestImages,
): Promise<T> {
  const recording = recordingOf(way === "keyframe" ? withKeyframe(records) : [plainSegment(0, records)]);
  const { start, end } = recording.session;
  const at = way === "play" ? start : end;
  const stage = await openStage(recording, { at, speed: SPEED }, { images });
  try {
    await stage.state("paused");
    if (way === "play") {
      stage.post({ type: "replay:play" });
      await stage.state("ended");
    }
    return await look(stage.page, stage);
  } finally {
    stage.close();
  }
}

function withKeyframe(records: readonly TestRecord[]): ReturnType<typeof plainSegment>[] {
  const start = records[0]?.timestamp ?? 0;
  const step = LONG_MS / MANY;
  const idle = Array.from({ length: MANY }, (_, index): TestRecord => ({
    type: 6,
    timestamp: Math.round(start + END_MS + index * step),
    data: { has_focus: true },
  }));
  const last = { type: 6, timestamp: start + END_MS + LONG_MS + 500, data: { has_focus: true } };
  return [plainSegment(0, records), plainSegment(1, idle), plainSegment(2, [last])];
}

function recordingOf(segments: readonly ReturnType<typeof plainSegment>[]): TestRecording {
  const start = segments[0]?.start ?? 0;
  const end = Math.max(start + END_MS, segments.at(-1)?.end ?? start);
  const view = { id: "a", url: "https://shop.example/a", start, end, hasReplay: true };
  return { session: { id: "session", start, end }, views: [view], segments: { a: segments } };
}
