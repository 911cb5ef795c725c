import type { StageView } from "../wire/stage.ts";
import {
  page,
  plainSegment,
  text,
  textChange,
  type TestRecord,
  type TestSegment,
} from "./recorded-page.fixture.ts";
import type { TestRecording } from "./stage-under-test.fixture.ts";

export type TestView = StageView & { readonly segments: readonly TestSegment[] };

/** A session of these views, in order of start. */
export function recordingFrom(start: number, end: number, views: readonly TestView[]): TestRecording {
  return {
    session: { id: "session", start, end },
    views,
    segments: Object.fromEntries(views.map(({ id, segments }) => [id, segments])),
  };
}

/**
 * A view whose text changes every second: `<id> 0`, `<id> 1`, … in segments of one second each. `also` are records
 * besides, in the segment of their second.
 */
export function tickingView(
  id: string,
  start: number,
  seconds: number,
  more: Partial<StageView> = {},
  also: readonly TestRecord[] = [],
): TestView {
  const segments = Array.from({ length: seconds }, (_, second) => {
    const from = start + second * 1_000;
    return plainSegment(second, [
      ...(second === 0 ? page(start, [text(20, `${id} 0`)]) : [textChange(from, 20, `${id} ${second}`)]),
      ...also.filter(({ timestamp }) => timestamp >= from && timestamp < from + 1_000),
    ]);
  });
  const end = start + seconds * 1_000;
  return { id, url: `https://shop.example/${id}`, start, end, hasReplay: true, ...more, segments };
}
