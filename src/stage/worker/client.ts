import { unreachable } from "../../base/assert.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import type {
  EventPage,
  FromWorker,
  KnownFacts,
  KnownKeyframes,
  SegmentSpan,
  Stretch,
  ToWorker,
  ViewProgress,
} from "./protocol.ts";

type BeginMessage = Extract<ToWorker, { type: "begin" }>;
type MadeMessage = Extract<FromWorker, { type: "made" }>;

export interface DecodeHandlers {
  readonly progress: (progress: ViewProgress) => void;
  readonly facts: (facts: KnownFacts) => void;
  /** Segments are no longer here, both ends included. */
  readonly dropped: (viewId: string, first: number, last: number) => void;
  /** Decoding of a view cannot begin after this segment; see `stage:entry-lost`. */
  readonly entryLost: (viewId: string, after: number, isBroken: boolean) => void;
  /** A keyframe was made for which the source has none. */
  readonly made: (viewId: string, keyframe: Omit<MadeMessage, "type" | "viewId">) => void;
  /** See {@link FromWorker} `not-fetched`. */
  readonly notFetched: (count: number, hasMore: boolean) => void;
  /** The worker, or its work on one view (when named), has ended; `message` says why. */
  readonly failed: (message: string, viewId: string | undefined) => void;
}

interface Asked {
  readonly resolve: (page: EventPage | null) => void;
  readonly reject: (reason: unknown) => void;
}

/** A view as its source lists it. */
export interface ListedView {
  /** Its own start and end. */
  readonly view: Stretch;
  readonly segments: readonly SegmentSpan[];
  /** No more segments are expected. */
  readonly complete: boolean;
  readonly keyframes: KnownKeyframes | undefined;
}

/** The decode worker as seen from the document. The only place that starts a worker. */
export class DecodeClient {
  readonly #worker: Worker;
  readonly #handlers: DecodeHandlers;
  readonly #asked = new Map<number, Asked>();
  #requests = 0;

  constructor(begin: Omit<BeginMessage, "type">, handlers: DecodeHandlers) {
    this.#handlers = handlers;
    this.#worker = new Worker(new URL("./decode.worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      handlers.failed(`the decoder stopped: ${event.message || "it could not be loaded"}`, undefined);
    });
    this.#send({ type: "begin", ...begin });
  }

  /** What is at the playhead is scanned first, and kept. */
  playhead(viewId: string, ts: number): void {
    this.#send({ type: "playhead", viewId, ts });
  }

  /** What the source has of a view; see the protocol. */
  list(viewId: string, listed: ListedView): void {
    this.#send({ type: "index", viewId, ...listed });
  }

  /** What the source says of a view's records. */
  know(viewId: string, facts: ViewFacts): void {
    this.#send({ type: "known-facts", viewId, facts });
  }

  /** Hands a segment over; its bytes move away from the caller. */
  put(viewId: string, index: number, bytes: ArrayBuffer | null): void {
    this.#send({ type: "segment", viewId, index, bytes }, bytes === null ? [] : [bytes]);
  }

  /** Hands a keyframe's checkpoint over, likewise. */
  putKeyframe(viewId: string, after: number, bytes: ArrayBuffer | null): void {
    this.#send({ type: "keyframe", viewId, after, bytes }, bytes === null ? [] : [bytes]);
  }

  /** See {@link ToWorker} `open`. Null: it is not here. Rejects when `signal` aborts or the client is disposed of. */
  open(viewId: string, ts: number, until: number, signal: AbortSignal): Promise<EventPage | null> {
    const request = this.#requests++;
    return this.#ask({ type: "open", request, viewId, ts, until }, request, signal);
  }

  /** See {@link ToWorker} `more`. Rejects as `open` does. */
  more(run: number, until: number, signal: AbortSignal): Promise<EventPage | null> {
    const request = this.#requests++;
    return this.#ask({ type: "more", request, run, until }, request, signal);
  }

  /** Ends a run. */
  close(run: number): void {
    this.#send({ type: "close", run });
  }

  /** Ends the worker with whatever it is doing, and rejects what was asked. */
  dispose(): void {
    this.#worker.terminate();
    const reason = new DOMException("the session was closed", "AbortError");
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }

  #ask(message: ToWorker, request: number, signal: AbortSignal): Promise<EventPage | null> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const forget = () => {
        this.#asked.delete(request);
        this.#send({ type: "cancel", request });
        reject(signal.reason);
      };
      signal.addEventListener("abort", forget, { once: true });
      const settled = () => signal.removeEventListener("abort", forget);
      this.#asked.set(request, {
        resolve: (page) => {
          settled();
          resolve(page);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      });
      this.#send(message);
    });
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "progress":
        this.#handlers.progress(message.progress);
        break;
      case "facts":
        this.#handlers.facts(message.facts);
        break;
      case "not-fetched":
        this.#handlers.notFetched(message.count, message.hasMore);
        break;
      case "fault":
        this.#handlers.failed(message.message, message.viewId);
        break;
      case "dropped":
        this.#handlers.dropped(message.viewId, message.first, message.last);
        break;
      case "entry-lost":
        this.#handlers.entryLost(message.viewId, message.after, message.isBroken);
        break;
      case "made":
        this.#handlers.made(message.viewId, message);
        break;
      case "page":
        this.#arrived(message.request, message.page);
        break;
      case "refused":
        this.#asked.get(message.request)?.reject(new Error(message.message));
        this.#asked.delete(message.request);
        break;
      default:
        unreachable(message);
    }
  }

  #arrived(request: number, page: EventPage | null): void {
    const asked = this.#asked.get(request);
    this.#asked.delete(request);
    // Given up meanwhile: nobody else would end the run.
    if (asked !== undefined) asked.resolve(page);
    else if (page !== null) this.close(page.run);
  }
}
