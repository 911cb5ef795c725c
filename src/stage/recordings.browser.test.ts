import { afterEach, describe, expect, test } from "vitest";
import type { StageView } from "../wire/stage.ts";
import type { TestSegment } from "./recorded-page.fixture.ts";
import { openStage, type StageUnderTest, type TestRecording } from "./stage-under-test.fixture.ts";

// Sessions that the official SDK recorded, as they were sent.

interface RecordingFile {
  readonly sessionId: string;
  readonly views: readonly {
    readonly id: string;
    readonly url: string;
    readonly start: number;
    readonly end: number;
  }[];
}

const FOLDER = "/e2e/fixtures/recordings";
const sessions = import.meta.glob<RecordingFile>("/e2e/fixtures/recordings/*/recording.json", {
  import: "default",
});
const bodies = import.meta.glob<string>("/e2e/fixtures/recordings/*/segments/*.bin", {
  query: "?url",
  import: "default",
  eager: true,
});
interface SegmentMetadata {
  readonly start: number;
  readonly end: number;
  readonly has_full_snapshot: boolean;
}
const metadata = import.meta.glob<SegmentMetadata>("/e2e/fixtures/recordings/*/segments/*.event.json", {
  import: "default",
  eager: true,
});

async function recordingNamed(name: string): Promise<TestRecording> {
  const file = await sessions[`${FOLDER}/${name}/recording.json`]?.();
  if (file === undefined) throw new Error(`there is no recording ${name}`);
  const views = file.views.map(({ id, url, start, end }): StageView => ({
    id,
    url,
    start,
    end,
    hasReplay: true,
  }));
  const segments = await Promise.all(views.map(({ id }, place) => segmentsOf(name, id, place)));
  const end = Math.max(...views.map((view) => view.end));
  return {
    session: { id: file.sessionId, start: views[0]?.start ?? 0, end },
    views,
    segments: Object.fromEntries(segments),
  };
}

async function segmentsOf(name: string, viewId: string, place: number) {
  const segments: TestSegment[] = [];
  for (let index = 0; ; index++) {
    const url = bodies[`${FOLDER}/${name}/segments/${place}-${index}.bin`];
    const known = metadata[`${FOLDER}/${name}/segments/${place}-${index}.event.json`];
    if (url === undefined || known === undefined) return [viewId, segments] as const;
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const { start, end, has_full_snapshot: hasFullSnapshot } = known;
    segments.push({ index, start, end, hasFullSnapshot, bytes });
  }
}

let stage: StageUnderTest | undefined;
afterEach(() => {
  stage?.close();
  stage = undefined;
});

const names = Object.keys(sessions).map((path) => path.split("/").at(-2) ?? "");

describe.for(names)("%s", (name) => {
  test("plays from its first picture to its end without a complaint", async () => {
    const recording = await recordingNamed(name);
    stage = await openStage(recording, { at: recording.session.start, speed: 32 });
    await stage.state("paused");
    expect(stage.page.body.childElementCount).toBeGreaterThan(0);
    stage.post({ type: "replay:play" });
    await stage.state("ended");
    const facts = stage.messages.filter((message) => message.type === "stage:facts");
    expect(facts.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(new Set(facts.map(({ viewId }) => viewId)).size).toBe(recording.views.length);
    expect(stage.document.querySelectorAll(".surface-host")).toHaveLength(1);
  });

  test("shows after seeks forward and back what opening there shows", async () => {
    const recording = await recordingNamed(name);
    const { start, end } = recording.session;
    stage = await openStage(recording, { at: end - 1 });
    await stage.state("paused");
    for (const part of [0.1, 0.9, 0.55, 0.3]) {
      const ts = Math.round(start + part * (end - start));
      await stage.seek(ts);
      const fresh = await openStage(recording, { at: ts });
      await fresh.state("paused");
      expect(stage.page.documentElement.outerHTML).toBe(fresh.page.documentElement.outerHTML);
      fresh.close();
    }
  });
});
