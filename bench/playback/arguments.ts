import { parseArgs } from "node:util";
import { SHIPPED_SESSION } from "../recordings-given.ts";

export interface PlaybackArguments {
  /** The recording whose longest view is repeated. */
  readonly recording: string;
  /** Lengths of sessions, in minutes. */
  readonly minutes: readonly number[];
}

/** Reads `[RECORDING] [--minutes 1,10,60,240]`. @throws when the lengths are not positive numbers. */
export function readPlaybackArguments(argv: readonly string[]): PlaybackArguments {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { minutes: { type: "string", default: "1,10,60,240" } },
  });
  const minutes = values.minutes.split(",").map(Number);
  if (!minutes.every((each) => each > 0)) throw new Error("--minutes: lengths of sessions, such as 1,10,60");
  return { recording: positionals[0] ?? SHIPPED_SESSION, minutes };
}
