import type { Hono } from "hono";
import type { Logger } from "pino";
import { deferred } from "../base/deferred.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { listen } from "./http-server.ts";
import { createLogger } from "./logger.ts";
import { placesOf } from "./places.ts";
import { openProduct, type Product } from "./product.ts";

// Environment → config → listen → store, intake, routes → until SIGTERM or SIGINT.

/** How long requests in hand may take to finish once the server is told to end. */
const DRAIN_MS = 10_000;

const PLACES = placesOf(import.meta.url);

const say = (line: string) => process.stdout.write(`${line}\n`);

async function serve(config: Config, log: Logger, stop: AbortSignal): Promise<void> {
  // The port first: a second server on the same port says so, and never touches the store. Requests that
  // come while the store opens wait for it.
  let product: Product | undefined;
  const opened = deferred<Hono>();
  const listening = await listen(
    async (request, env) => (await opened.promise).fetch(request, env),
    config,
    (incoming, outgoing) => product?.sendPage(incoming, outgoing) ?? false,
  );
  try {
    product = await openProduct(config, PLACES, log, stop);
    opened.resolve(product.app);
    for (const note of config.notes) say(note);
    say(`rum-replay is at ${listening.address}`);
    await aborted(stop);
  } finally {
    await listening.close(product === undefined ? 0 : DRAIN_MS);
    await product?.close();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });

async function main(): Promise<number> {
  const stop = new AbortController();
  // A terminal sends Ctrl-C to npm and to this process, and npm passes it on: one stop may be told twice.
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => stop.abort());
  try {
    await serve(readConfig(process.env), createLogger(), stop.signal);
    return 0;
  } catch (error) {
    // Told to end while it was starting.
    if (stop.signal.aborted && error === stop.signal.reason) return 0;
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}

/** For the person who runs the server: what to change, without a stack. */
function messageOf(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join("\n");
  return `rum-replay: ${error instanceof Error ? error.message : String(error)}`;
}

process.exit(await main());
