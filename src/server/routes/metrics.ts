import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the store holds, asked for at each scrape. */
export interface StoreSize {
  readonly sessions: number;
  /** Bytes of the data folder, by part. */
  readonly bytes: Readonly<Record<string, number>>;
}

/** What takes uploads and says with which status: the intake. */
interface Taker<Upload extends { readonly path: string }, Answer extends { readonly status: number }> {
  accept(upload: Upload, signal: AbortSignal): Promise<Answer>;
}

/** The figures of `GET /metrics`. */
export interface Metrics {
  /** Counts requests by route, never by address: addresses have ids in them. */
  readonly requests: MiddlewareHandler;
  /** The same for a request that does not go through the routes: starts now, until it is told how it was answered. */
  timer(): (answered: AnsweredRequest) => void;
  /** An intake that counts its answers. */
  counted<Upload extends { readonly path: string }, Answer extends { readonly status: number }>(
    intake: Taker<Upload, Answer>,
  ): Taker<Upload, Answer>;
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** A request by what it is counted under. */
interface AnsweredRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10];

/** What has become of uploads that are passed on to a site. */
interface ForwardFigures {
  readonly waiting: { readonly uploads: number; readonly bytes: number };
  readonly sent: number;
  readonly refused: number;
  readonly dropped: number;
  readonly expired: number;
  readonly failedTries: Readonly<Record<string, number>>;
}

/** `forwarding` is absent where nothing is passed on. */
export function createMetrics(
  storeSize: () => Promise<StoreSize>,
  forwarding?: () => ForwardFigures,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "rum_replay_request_duration_seconds",
    help: "Requests by route, method and status",
    labelNames: ["route", "method", "status"],
    buckets: SECONDS,
    registers,
  });
  const uploads = new Counter({
    name: "rum_replay_intake_uploads_total",
    help: "Uploads by path and the status they were answered with",
    labelNames: ["path", "status"],
    registers,
  });
  const gaugeNow = gaugeStore(registers, storeSize);
  if (forwarding !== undefined) measureForwarding(registers, forwarding);
  return {
    contentType: registry.contentType,
    async text() {
      // When the store is gone, `/readyz` says so, and the other figures are wanted all the more.
      await gaugeNow().catch(() => undefined);
      return await registry.metrics();
    },
    async requests(c, next) {
      const stop = requests.startTimer();
      await next();
      // The route that was reached last: the one that answered.
      stop({ route: routePath(c), method: c.req.method, status: c.res.status });
    },
    timer: () => requests.startTimer(),
    counted: (intake) => ({
      async accept(upload, signal) {
        const answer = await intake.accept(upload, signal);
        uploads.inc({ path: KNOWN_PATHS.has(upload.path) ? upload.path : "other", status: answer.status });
        return answer;
      },
    }),
  };
}

const KNOWN_PATHS: ReadonlySet<string> = new Set(["/api/v2/replay", "/api/v2/rum"]);

/** Gauges of the store's size; returns what brings them up to date. */
function gaugeStore(registers: Registry[], storeSize: () => Promise<StoreSize>): () => Promise<void> {
  const sessions = new Gauge({
    name: "rum_replay_store_sessions",
    help: "Sessions with a replay in the embedded store",
    registers,
  });
  const bytes = new Gauge({
    name: "rum_replay_store_bytes",
    help: "Bytes of the embedded store by part",
    labelNames: ["part"],
    registers,
  });
  return async () => {
    const size = await storeSize();
    sessions.set(size.sessions);
    bytes.reset();
    for (const [part, count] of Object.entries(size.bytes)) bytes.set({ part }, count);
  };
}

/** The figures are counted elsewhere: they are read at each scrape. */
function measureForwarding(registers: Registry[], figures: () => ForwardFigures): void {
  const counted = (
    name: string,
    help: string,
    label: string,
    values: () => Readonly<Record<string, number>>,
  ) =>
    new Counter({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(values())) this.inc({ [label]: value }, count);
      },
    });
  const gauged = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauged(
    "rum_replay_forward_queue_uploads",
    "Uploads that wait to be forwarded",
    () => figures().waiting.uploads,
  );
  gauged(
    "rum_replay_forward_queue_bytes",
    "Bytes of uploads that wait to be forwarded",
    () => figures().waiting.bytes,
  );
  counted(
    "rum_replay_forward_uploads_total",
    "Uploads that were to be forwarded, by what became of them",
    "result",
    () => {
      const { sent, refused, dropped, expired } = figures();
      return { sent, refused, dropped, expired };
    },
  );
  counted(
    "rum_replay_forward_failed_tries_total",
    "Tries to forward an upload that failed and are made again",
    "cause",
    () => figures().failedTries,
  );
}
