import { afterEach } from "vitest";
import { openStage, type StageUnderTest } from "./stage-under-test.fixture.ts";

const opened: StageUnderTest[] = [];
afterEach(() => {
  for (const stage of opened.splice(0)) stage.close();
});

/** Opens a recording in a stage that is there until the end of the test. */
export async function open(...args: Parameters<typeof openStage>): Promise<StageUnderTest> {
  const stage = await openStage(...args);
  opened.push(stage);
  return stage;
}
