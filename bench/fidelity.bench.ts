// how far replayed frames differ from screenshots of the live page: fidelity FOLDER [--first] [--opened] [--frames] [--assets=off] [--source=datadog]
import { type MeasuredRecording, measureRecording } from "./fidelity/measure-recording.ts";
import { serveAsDatadog, serveFromStore } from "./fidelity/recordings-holder.ts";
import { reportFidelity } from "./fidelity/report-fidelity.ts";
import { readRecordings } from "./recording.ts";

// Each recording goes in through the intake, or is served as Datadog would serve it; each frame is the embedded page at
// the recorded viewport and scale. It is reached in three ways, whose pictures are compared with each other: opened at
// the frame's time, sought back to it from the session's end, and played up to it.

/** Measures all recordings of a folder and prints tables; 1 when a page logged an error. */
export async function bench(argv: readonly string[]): Promise<number> {
  const folder = argv.find((each) => !each.startsWith("--"));
  if (folder === undefined) {
    console.error("which folder of recordings? npm run bench fidelity FOLDER");
    return 1;
  }
  const recordings = await readRecordings(folder);
  const assets = argv.includes("--assets=off") ? "off" : "direct";
  const serve = argv.includes("--source=datadog") ? serveAsDatadog : serveFromStore;
  const holder = await serve(recordings, { REPLAY_ASSETS: assets });
  const options = {
    product: holder.address,
    source: holder.source,
    ways: !argv.includes("--opened"),
    first: argv.includes("--first"),
  };
  const results: MeasuredRecording[] = [];
  try {
    for (const recording of recordings) results.push(await measureRecording(recording, options));
  } finally {
    await holder.stop();
  }
  reportFidelity(results, { frames: argv.includes("--frames") });
  return results.some(({ errors }) => errors.length > 0) ? 1 : 0;
}
