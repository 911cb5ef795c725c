import { clearLine, cursorTo } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { isIPv6 } from "node:net";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { ArgumentError, readKeepArguments, USAGE } from "./keep-arguments.ts";
import { KeepClient } from "./keep-client.ts";
import { EXIT, type KeepOutput, runKeep } from "./keep-command.ts";
import { createLogger } from "./logger.ts";
import { placesOf } from "./places.ts";
import { openProduct } from "./product.ts";
import { StoreInUseError } from "./storage/directory-lock.ts";

// `npm run keep`. The store belongs to one process: where a server has it, that is asked to keep; where none has, this
// process is one for as long as it takes, without listening.

const { stdout, stderr } = process;

function clear(): void {
  if (!stdout.isTTY) return;
  clearLine(stdout, 0);
  cursorTo(stdout, 0);
}

const output: KeepOutput = {
  line(text) {
    clear();
    stdout.write(`${text}\n`);
  },
  now(text) {
    if (!stdout.isTTY) return;
    clear();
    stdout.write(text.slice(0, Math.max(0, stdout.columns - 1)));
  },
};

/** Somebody has to be named where a reverse proxy does that else. */
const headersOf = ({ userHeader }: Config): Readonly<Record<string, string>> =>
  userHeader === null ? {} : { [userHeader]: "npm run keep" };

async function main(stop: AbortSignal): Promise<number> {
  const config = readConfig(process.env);
  const asked = readKeepArguments(process.argv.slice(2), config.datadog.sites, Date.now());
  const run = (fetch: ConstructorParameters<typeof KeepClient>[0], address: string) => {
    const client = new KeepClient(fetch, address, asked.source, headersOf(config));
    return runKeep({ client, output, wait: (ms) => setTimeout(ms) }, asked, stop);
  };
  // Samples are the server's, and so is what it forwards.
  const own = { ...config, samples: false, forward: null };
  try {
    const product = await openProduct(
      own,
      placesOf(import.meta.url),
      createLogger(),
      new AbortController().signal,
    );
    try {
      return await run((request) => product.app.fetch(request), "http://localhost");
    } finally {
      await product.close();
    }
  } catch (error) {
    if (!(error instanceof StoreInUseError)) throw error;
    const address = addressOf(config);
    await assertServer(address, error);
    return run((request) => fetch(request), address);
  }
}

/** Where a server with the same settings listens. */
function addressOf({ host, port }: Config): string {
  const reached = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}

async function assertServer(address: string, inUse: StoreInUseError): Promise<void> {
  const answer = await fetch(new URL("/healthz", address)).catch(() => undefined);
  if (answer?.ok !== true)
    throw new Error(
      `${inUse.message}. If it is a rum-replay, set HOST and PORT as it has them: none answers at ${address}`,
    );
}

async function ended(): Promise<number> {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => stop.abort());
  try {
    return await main(stop.signal);
  } catch (error) {
    if (error instanceof ArgumentError) {
      stderr.write(`${error.message}\n\n${USAGE}\n`);
      return EXIT.wrongUse;
    }
    stderr.write(
      `${error instanceof ConfigError ? error.problems.join("\n") : `rum-replay: ${messageOf(error)}`}\n`,
    );
    return error instanceof ConfigError ? EXIT.wrongUse : EXIT.someFailed;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

process.exit(await ended());
