import type { KeepStatus } from "../../wire/keep.ts";
import { type ReplaySource, SourceError } from "../sources/source.ts";
import type { KeptSession } from "../storage/stored-keep.ts";
import type { KeepDeps } from "./keep-deps.ts";
import { keepSession } from "./keep-session.ts";
import { missingOf } from "./kept-progress.ts";
import type { Tally } from "./tally.ts";

export interface KeeperDeps extends Pick<KeepDeps, "store" | "inflater" | "now"> {
  /** Told of what went wrong here, not in the source. */
  readonly onError: (message: string, error: unknown) => void;
}

interface Job {
  readonly source: ReplaySource;
  readonly sessionId: string;
  readonly stopping: AbortController;
  tally: Tally | undefined;
}

/** Ends that are remembered. */
const MOST_ENDED = 1000;
/** Sessions of one source that may wait. */
const MOST_WAITING = 10_000;

const INTERRUPTED = "it was interrupted; save it again to go on from there";

/** Keeps sessions, one at a time of each source; goes on whoever watches. */
export class Keeper {
  readonly #deps: KeeperDeps;
  /** By source; the first of each is under way. */
  readonly #lines = new Map<string, Job[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #ended = new Map<string, KeepStatus>();
  #isClosed = false;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  /**
   * Begins to keep a session, or lets it wait in line; nothing new where that is so already.
   * @throws {SourceError} 400 when the source's sessions cannot be kept, 503 when too many wait.
   */
  async start(source: ReplaySource, sessionId: string): Promise<KeepStatus> {
    if (source.feed === undefined)
      throw new SourceError(400, `sessions of ${source.id} are in this server's store already`);
    if (this.#isClosed) throw new SourceError(503, "the server is ending");
    const line = this.#lines.get(source.id) ?? [];
    if (!line.some((job) => job.sessionId === sessionId)) {
      if (line.length > MOST_WAITING)
        throw new SourceError(503, `${line.length} sessions wait to be kept already`);
      this.#ended.delete(keyOf(source.id, sessionId));
      line.push({ source, sessionId, stopping: new AbortController(), tally: undefined });
      this.#lines.set(source.id, line);
      if (line.length === 1) this.#run(line);
    }
    return this.status(source, sessionId);
  }

  async status(source: ReplaySource, sessionId: string): Promise<KeepStatus> {
    const line = this.#lines.get(source.id) ?? [];
    const place = line.findIndex((job) => job.sessionId === sessionId);
    const job = line[place];
    if (job !== undefined) return place === 0 ? keepingStatus(job) : { state: "waiting", ahead: place };
    const ended = this.#ended.get(keyOf(source.id, sessionId));
    if (ended !== undefined) return ended;
    const kept = await this.#deps.store.keeps.get(sessionId);
    return kept?.source === source.id ? keptStatus(kept) : { state: "none" };
  }

  /** Ends the keeping of a session; what it has stored stays, and it can be gone on with. */
  async stop(source: ReplaySource, sessionId: string): Promise<KeepStatus> {
    const line = this.#lines.get(source.id) ?? [];
    const place = line.findIndex((job) => job.sessionId === sessionId);
    line[place]?.stopping.abort();
    if (place > 0) line.splice(place, 1);
    return this.status(source, sessionId);
  }

  /** Ends what is under way; resolves when nothing of it runs any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const line of this.#lines.values()) {
      line.splice(1);
      line[0]?.stopping.abort();
    }
    await Promise.all(this.#running);
  }

  #run(line: Job[]): void {
    const running = this.#runAll(line).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #runAll(line: Job[]): Promise<void> {
    for (let job = line[0]; job !== undefined; job = line[0]) {
      this.#remember(job, await this.#keep(job));
      line.shift();
    }
  }

  async #keep(job: Job): Promise<KeepStatus> {
    const { source, sessionId, stopping } = job;
    const progress = () => (job.tally === undefined ? {} : { progress: job.tally.progress });
    try {
      if (source.feed === undefined) return { state: "none" };
      const deps = { ...this.#deps, source, feed: source.feed };
      const onTally = (tally: Tally) => {
        job.tally = tally;
      };
      const kept = await keepSession(sessionId, deps, onTally, stopping.signal);
      return { ...keptStatus(kept), ...progress() };
    } catch (error) {
      if (stopping.signal.aborted) return { state: "stopped", message: INTERRUPTED, ...progress() };
      if (error instanceof SourceError) return { state: "stopped", message: error.message, ...progress() };
      this.#deps.onError(`session ${sessionId} could not be kept`, error);
      return { state: "stopped", message: "something went wrong in the server", ...progress() };
    }
  }

  #remember({ source, sessionId }: Job, status: KeepStatus): void {
    this.#ended.set(keyOf(source.id, sessionId), status);
    for (const oldest of this.#ended.keys()) if (this.#ended.size > MOST_ENDED) this.#ended.delete(oldest);
  }
}

const keyOf = (sourceId: string, sessionId: string) => JSON.stringify([sourceId, sessionId]);

const NO_PROGRESS = {
  views: { done: 0, known: 0 },
  segments: { done: 0, known: 0 },
  events: 0,
  bytes: 0,
};

function keepingStatus({ source, tally }: Job): KeepStatus {
  const [wait] = source.upstream?.waits() ?? [];
  return {
    state: "keeping",
    progress: tally?.progress ?? NO_PROGRESS,
    ...(wait === undefined ? {} : { wait: { about: wait.about, until: wait.until } }),
  };
}

function keptStatus(kept: KeptSession): KeepStatus {
  if (kept.keptAt === null) return { state: "stopped", message: INTERRUPTED };
  return { state: "kept", at: kept.keptAt, missing: [...missingOf(kept)] };
}
