import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { rebuildView } from "../../src/stage/rebuild-view.fixture.ts";
import { decodeView } from "../../src/stage/rebuilt-page.fixture.ts";

// Runs in the browser, for bench/rebuild.bench.ts.

/** What differs at the end of a view, whose segments are given in order of index, when it is sought and when played. */
export async function rebuild(segments: readonly (readonly RawRecord[])[]): Promise<{
  readonly sought: readonly string[];
  readonly played: readonly string[];
}> {
  const view = decodeView(segments);
  return { sought: await rebuildView(view, "sought"), played: await rebuildView(view, "played") };
}

Object.assign(window, { rebuild });
