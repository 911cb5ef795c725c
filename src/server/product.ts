import { isIPv6 } from "node:net";
import { join } from "node:path";
import type { Hono } from "hono";
import type { Logger } from "pino";
import { type EpochMs, epochMs } from "../base/time.ts";
import { Turns } from "./assets/turns.ts";
import type { Config } from "./config.ts";
import { forwardingIntake } from "./forward/forwarding-intake.ts";
import { type Forwarding, openForwarding } from "./forward/open-forwarding.ts";
import type { Shortcut } from "./http-server.ts";
import { createNodeInflater } from "./inflate/node-inflater.ts";
import { createIntake, type Intake } from "./intake/intake.ts";
import { judgeBySize } from "./intake/judge-by-size.ts";
import { JudgeThread } from "./intake/judge-thread.ts";
import type { Judge } from "./intake/judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS } from "./intake/limits.ts";
import { type AssetSetting, createApp } from "./routes/app.ts";
import { intakeRoutes } from "./routes/intake.ts";
import { DerivedStore } from "./keyframes/derived-store.ts";
import { startKeyframeMaker } from "./keyframes/keyframe-maker.ts";
import { MAKER_LIMITS } from "./keyframes/view-maker.ts";
import { KeptPages } from "./routes/kept-pages.ts";
import { createMetrics } from "./routes/metrics.ts";
import { pageSender } from "./routes/send-page.ts";
import { readViewerFiles } from "./routes/viewer-files.ts";
import { importSamples } from "./samples/import-samples.ts";
import { openDatadogSources } from "./datadog-sources.ts";
import { Keeper } from "./keep/keeper.ts";
import { createLocalSource } from "./sources/local/local-source.ts";
import type { Store } from "./storage/driver.ts";
import { openStore } from "./storage/open-store.ts";
import { startPacker } from "./storage/packer.ts";
import { storeMeter } from "./store-size.ts";

/** Everything behind the listening socket. */
export interface Product {
  readonly app: Hono;
  /** Sends pages of segments that need no look into the database; comes before `app`. */
  readonly sendPage: Shortcut;
  /** Finishes what is in hand and closes the store. */
  close(): Promise<void>;
}

/** Folders of the program itself. */
export interface Places {
  /** The built viewer and stage. */
  readonly client: string;
  /** The sample sessions. */
  readonly samples: string;
  /** The program of the thread that scans views. */
  readonly scanThread: URL;
  /** The program of the thread that judges large uploads. */
  readonly judgeThread: URL;
}

const API_RATE_LIMIT = { requests: 300, seconds: 10 };
const MARKER = "samples-imported";
const wallClock = () => epochMs(Date.now());

/**
 * Opens the store, imports the samples when there are none yet, and wires the parts.
 * @throws with a message for the person who starts the server.
 */
export async function openProduct(
  config: Config,
  places: Places,
  log: Logger,
  signal: AbortSignal,
): Promise<Product> {
  const files = await readViewerFiles(places.client);
  const store = await openStoreIn(config.dataDirectory);
  const datadog = await openDatadogSources(config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const source = createLocalSource(store);
  const onError = (message: string, error: unknown) => log.warn({ err: error }, message);
  const maker = startKeyframeMaker(
    {
      events: store.events,
      derived: new DerivedStore(store.blobs),
      readSegments: (...about) => source.readSegments(...about),
      program: places.scanThread,
      limits: MAKER_LIMITS,
    },
    { onError },
  );
  const packer = startPacker(store, { onPacked: (view) => maker.packed(view), onError });
  const means = { inflater: createNodeInflater(), limits: DEFAULT_INTAKE_LIMITS };
  const judgeThread = new JudgeThread(places.judgeThread, means.limits);
  const keeper = new Keeper({ store, inflater: means.inflater, now: wallClock, onError });
  let forwarding: Forwarding | undefined;
  const close = async () => {
    // Before the sources that it asks.
    await keeper.close();
    const closing = [judgeThread, datadog, forwarding].map((each) => each?.close());
    await Promise.all([packer.stop(), maker.stop(), ...closing]);
    await store.close();
  };
  try {
    const intakeFor = intakeMaker(store, judgeBySize(means, judgeThread.judge));
    if (config.samples) {
      const marker = join(config.dataDirectory, MARKER);
      // Client tokens are for pages; what ships with the program needs none.
      const intakeAt = (now: EpochMs) => intakeFor(null, () => now);
      await importSamples({ directory: places.samples, marker, intakeAt, log }, signal);
    }
    if (config.forward !== null) {
      const onTrouble = (message: string) => log.warn(message);
      forwarding = await openForwarding(config.forward, config.dataDirectory, onTrouble);
    }
    const forwarder = forwarding?.forwarder;
    const figures = forwarder && (() => forwarder.figures());
    const metrics = createMetrics(storeMeter(config.dataDirectory, source), figures);
    const intake = intakeFor(config.clientTokens, wallClock);
    const pages = new KeptPages();
    const sources = [source, ...datadog.sources];
    const { apiKeys, userHeader } = config;
    const access = { hosts: namesOf(config.host), apiKeys, userHeader };
    const app = createApp({
      access,
      pages,
      sources,
      keeper,
      api: {
        walker: source,
        playlists: source.playlists,
        viewership: source.viewership,
        inflater: means.inflater,
        maxInflatedBytes: means.limits.inflatedBytes,
        rateLimit: API_RATE_LIMIT,
        pagingSecret: await store.events.getSecret("paging"),
      },
      files,
      assets: assetSetting(config.assets),
      intake: intakeRoutes({
        intake: metrics.counted(forwarder ? forwardingIntake(intake, forwarder) : intake),
        onError: (error) => log.error({ err: error }, "an upload could not be stored"),
      }),
      metrics,
      ready: () => store.events.check(),
      log,
    });
    return { app, sendPage: pageSender({ pages, sources, access, metrics }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const assetSetting = (assets: Config["assets"]): AssetSetting =>
  assets.mode === "proxy"
    ? { mode: "proxy", source: { hosts: assets.hosts, turns: new Turns() } }
    : { mode: assets.mode };

async function openStoreIn(directory: string): Promise<Store> {
  try {
    return await openStore({ directory });
  } catch (error) {
    // From the file system, or from SQLite when it may not write; the rest speaks for itself.
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^(E[A-Z]+|SQLITE_(CANTOPEN|READONLY|NOTADB).*)$/.test(code)) throw error;
    throw new Error(
      `DATA_DIR: ${directory} cannot hold the store (${(error as Error).message}); set a folder that can be written to`,
      { cause: error },
    );
  }
}

const intakeMaker =
  ({ events, resources }: Store, judge: Judge) =>
  (clientTokens: Config["clientTokens"], now: () => EpochMs): Intake =>
    createIntake({
      events,
      resources,
      judge,
      now,
      clientTokens,
      limits: DEFAULT_INTAKE_LIMITS,
    });

/** Names under which a server on a loopback address is asked, in the form of `URL.hostname`. */
const namesOf = (host: string): ReadonlySet<string> =>
  new Set(["localhost", "127.0.0.1", "[::1]", isIPv6(host) ? `[${host}]` : host.toLowerCase()]);
