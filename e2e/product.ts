import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built server in a process of its own, on a free port and a data folder of its own. */
export interface Product {
  /** `http://127.0.0.1:PORT`, as the server printed it. */
  readonly address: string;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** All that the server has printed so far. */
  output(): string;
  /** Ends the server as a service manager does (SIGTERM); resolves with its exit code. */
  stop(): Promise<number | null>;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SERVER = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));
const PRINTED = /rum-replay is at (http:\/\/\S+)/;

/** What a server of the tests runs with: a free port, no samples. */
export const serverEnvironment = (
  dataDirectory: string,
  environment: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv => ({
  ...process.env,
  // Playwright sets it, and Node warns on the server's output where NO_COLOR is set as well.
  FORCE_COLOR: undefined,
  PORT: "0",
  SAMPLES: "off",
  DATA_DIR: dataDirectory,
  ...environment,
});

/**
 * Starts the built server and waits for its address. Without `dataDirectory` it gets a new folder, which
 * `stop` removes.
 * @throws when the server ends before it has printed its address, with what it printed.
 */
export async function startProduct(
  options: {
    readonly environment?: NodeJS.ProcessEnv;
    readonly dataDirectory?: string;
    /** Another command that starts the server, in a process group of its own; the built server when absent. */
    readonly command?: readonly [string, ...string[]];
  } = {},
): Promise<Product> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), "rum-replay-")));
  const [command, ...parameters] = options.command ?? [process.execPath, SERVER];
  const child = spawn(command, parameters, {
    cwd: ROOT,
    detached: options.command !== undefined,
    env: serverEnvironment(dataDirectory, options.environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const exited = once(child, "exit");
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = PRINTED.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
  return {
    address,
    dataDirectory,
    process: child,
    output: () => printed,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}
