import type { KeepStatus } from "../wire/keep.ts";
import type { KeepArguments } from "./keep-arguments.ts";
import type { KeepClient } from "./keep-client.ts";

/** Where the command writes. */
export interface KeepOutput {
  /** A line that stays. */
  line(text: string): void;
  /** What is going on at this moment; takes the place of the former. Nothing where lines only are wanted. */
  now(text: string): void;
}

export interface KeepRun {
  readonly client: KeepClient;
  readonly output: KeepOutput;
  readonly wait: (ms: number) => Promise<void>;
}

/** What the process ends with. */
export const EXIT = { kept: 0, someFailed: 1, wrongUse: 2, interrupted: 130 } as const;

const ASK_EVERY_MS = 300;
const NEVER = new AbortController().signal;

/** Keeps sessions one after the other; resolves with the exit code. */
export async function runKeep(run: KeepRun, asked: KeepArguments, stop: AbortSignal): Promise<number> {
  const { client, output } = run;
  let [kept, failed] = [0, 0];
  try {
    for await (const id of sessionIds(client, asked, stop)) {
      const status = await keepOne(run, id, kept + failed + 1, stop);
      if (status.state === "kept") kept += 1;
      else failed += 1;
      output.line(resultLine(id, status));
      if (kept + failed >= asked.limit) break;
    }
  } catch (error) {
    if (!stop.aborted) throw error;
  }
  const rest = failed === 0 ? "" : `, ${failed} not; the same command goes on with them`;
  if (stop.aborted) {
    output.line(
      `stopped after ${count(kept)}; what was saved stays, and the same command goes on from there`,
    );
    return EXIT.interrupted;
  }
  output.line(kept + failed === 0 ? "no session matches" : `${count(kept)} saved${rest}`);
  return failed === 0 ? EXIT.kept : EXIT.someFailed;
}

async function* sessionIds(
  client: KeepClient,
  { which }: KeepArguments,
  stop: AbortSignal,
): AsyncGenerator<string> {
  if (which.by === "query") yield* client.search(which, stop);
  else yield* which.ids;
}

async function keepOne(
  { client, output, wait }: KeepRun,
  id: string,
  place: number,
  stop: AbortSignal,
): Promise<KeepStatus> {
  stop.throwIfAborted();
  let status = await client.keep("POST", id, NEVER);
  while (status.state === "waiting" || status.state === "keeping") {
    output.now(`${place}  ${id}  ${progressText(status)}`);
    await wait(ASK_EVERY_MS);
    if (stop.aborted) await client.keep("DELETE", id, NEVER);
    status = await client.keep("GET", id, NEVER);
  }
  stop.throwIfAborted();
  return status;
}

const BAR = 24;

function progressText(status: KeepStatus): string {
  if (status.state === "waiting") return `waits for ${status.ahead} others`;
  if (status.state !== "keeping") return "";
  const { segments, bytes } = status.progress;
  const full = segments.known === 0 ? 0 : Math.round((segments.done / segments.known) * BAR);
  const wait = status.wait === undefined ? "" : `, waits: ${status.wait.about}`;
  return `[${"█".repeat(full)}${"░".repeat(BAR - full)}] ${segments.done} of ${segments.known} segments, ${kilobytes(bytes)}${wait}`;
}

function resultLine(id: string, status: KeepStatus): string {
  if (status.state === "stopped") return `${id}  not saved: ${status.message}`;
  if (status.state !== "kept") return `${id}  not saved`;
  const { missing, progress } = status;
  const size =
    progress === undefined
      ? ""
      : `, ${progress.segments.done} segments, ${progress.events} events, ${kilobytes(progress.bytes)}`;
  const lines = missing.map((line) => `\n    missing: ${line}`).join("");
  return `${id}  saved${size}${lines}`;
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;
const count = (sessions: number) => `${sessions} session${sessions === 1 ? "" : "s"}`;
