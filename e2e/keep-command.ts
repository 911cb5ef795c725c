import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serverEnvironment } from "./product.ts";

const COMMAND = fileURLToPath(new URL("../dist/server/keep.js", import.meta.url));

export interface KeepCommand {
  readonly process: ChildProcess;
  /** Its exit code, or the signal that ended it, and all that it printed. */
  readonly ended: Promise<{ readonly code: number | string | null; readonly printed: string }>;
}

/** Runs the built `npm run keep`. */
export function startKeep(
  given: readonly string[],
  dataDirectory: string,
  environment: NodeJS.ProcessEnv,
): KeepCommand {
  const child = spawn(process.execPath, [COMMAND, ...given], {
    env: serverEnvironment(dataDirectory, environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const read = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = once(child, "close").then(([code, signal]: (number | string | null)[]) => ({
    code: code ?? signal ?? null,
    printed,
  }));
  return { process: child, ended };
}
