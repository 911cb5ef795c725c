import { printTable } from "../table.ts";
import type { MeasuredFrame, MeasuredRecording } from "./measure-recording.ts";

/** What should hold, in per cent of pixels: of a recording's frames on average, of each frame, between the ways. */
const MOST = { mean: 0.1, frame: 1, ways: 0.05 };

const percent = (value: number) => value.toFixed(3);
const worst = (values: readonly number[]) => Math.max(0, ...values);
const mean = (values: readonly number[]) =>
  values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
const known = (values: readonly (number | undefined)[]) => values.filter((each) => each !== undefined);

/** Prints what was measured: recordings whose frames should be alike first, then those that have limits. */
export function reportFidelity(
  results: readonly MeasuredRecording[],
  options: { readonly frames: boolean },
): void {
  const limited = results.filter(({ recording }) => recording.limits.length > 0);
  printRecordings(results.filter((result) => !limited.includes(result)));
  if (limited.length > 0) {
    console.log("\nrecordings whose frames show what the SDK does not record:");
    printRecordings(limited);
    for (const { recording } of limited) console.log(`${recording.name}: ${recording.limits.join("; ")}`);
  }
  if (options.frames) for (const result of results) printFrames(result);
  console.log("");
  for (const result of results) sayWhatIsWrong(result, !limited.includes(result));
}

function printRecordings(results: readonly MeasuredRecording[]): void {
  printTable(
    ["recording", "SDK", "frames", "mean %", "worst %", "played %", "sought %", "refused", "errors"],
    results.map(({ recording, frames, errors, refused }) => [
      recording.name,
      recording.sdkVersion,
      String(frames.length),
      percent(mean(frames.map(({ live }) => live))),
      percent(worst(frames.map(({ live }) => live))),
      percent(worst(known(frames.map(({ played }) => played)))),
      percent(worst(known(frames.map(({ sought }) => sought)))),
      String(new Set(refused).size),
      String(errors.length),
    ]),
  );
}

function printFrames({ recording, frames }: MeasuredRecording): void {
  console.log(`\n${recording.name}`);
  printTable(
    ["ts", "live %", "played %", "sought %", "what"],
    frames.map(({ frame, live, played, sought }) => [
      String(frame.ts),
      percent(live),
      played === undefined ? "" : percent(played),
      sought === undefined ? "" : percent(sought),
      frame.note,
    ]),
  );
}

function sayWhatIsWrong({ recording, frames, errors, refused }: MeasuredRecording, mustHold: boolean): void {
  const say = (what: string) => console.log(`${recording.name}: ${what}`);
  const average = mean(frames.map(({ live }) => live));
  if (mustHold && average > MOST.mean) say(`the mean is over ${MOST.mean} %`);
  for (const measured of frames) for (const what of wrongWith(measured, mustHold)) say(what);
  for (const url of new Set(refused)) say(`no body was recorded for ${url}`);
  for (const error of new Set(errors)) say(error);
}

function wrongWith({ frame, live, played, sought }: MeasuredFrame, mustHold: boolean): readonly string[] {
  const at = `${frame.ts} (${frame.note})`;
  return [
    ...(mustHold && live > MOST.frame ? [`${at} differs in ${percent(live)} %`] : []),
    ...(played !== undefined && played > MOST.ways ? [`${at} played differs in ${percent(played)} %`] : []),
    ...(sought !== undefined && sought > MOST.ways ? [`${at} sought differs in ${percent(sought)} %`] : []),
  ];
}
