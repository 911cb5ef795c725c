import { unreachable } from "../../base/assert.ts";
import type { AssetMode } from "../../wire/assets.ts";
import type {
  EventPage,
  FromWorker,
  SegmentSpan,
  Stretch,
  ToWorker,
  ViewFacts,
  ViewProgress,
} from "./protocol.ts";

/** How many segments may be with the worker at once; the rest wait here, where their order can still change. */
const IN_HAND = 4;

export interface DecodeHandlers {
  readonly progress: (progress: ViewProgress) => void;
  readonly facts: (facts: ViewFacts) => void;
  /** See {@link FromWorker} `not-fetched`. */
  readonly notFetched: (count: number, hasMore: boolean) => void;
  /** The worker, or its work on one view (when named), has ended; `message` says why. */
  readonly failed: (message: string, viewId: string | undefined) => void;
}

interface Waiting {
  readonly viewId: string;
  readonly index: number;
  readonly bytes: ArrayBuffer | null;
}

interface Asked {
  readonly resolve: (page: EventPage) => void;
  readonly reject: (reason: unknown) => void;
}

/** The decode worker as seen from the document. The only place that starts a worker. */
export class DecodeClient {
  readonly #worker: Worker;
  readonly #handlers: DecodeHandlers;
  readonly #asked = new Map<number, Asked>();
  readonly #waiting: Waiting[] = [];
  #inHand = 0;
  #requests = 0;
  #preferred = "";

  constructor(assets: AssetMode, handlers: DecodeHandlers) {
    this.#handlers = handlers;
    this.#worker = new Worker(new URL("./decode.worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      handlers.failed(`the decoder stopped: ${event.message || "it could not be loaded"}`, undefined);
    });
    this.#send({ type: "begin", assets });
  }

  /** Segments of this view go first from now on. */
  prefer(viewId: string): void {
    this.#preferred = viewId;
  }

  /** What the source has of a view; see the protocol. */
  list(viewId: string, view: Stretch, segments: readonly SegmentSpan[], complete: boolean): void {
    this.#send({ type: "index", viewId, view, segments, complete });
  }

  /** Hands a segment over; its bytes move away from the caller. */
  put(viewId: string, index: number, bytes: ArrayBuffer | null): void {
    this.#waiting.push({ viewId, index, bytes });
    this.#forward();
  }

  /** See {@link ToWorker} `window`. Rejects when `signal` aborts or the client is disposed of. */
  window(viewId: string, ts: number, until: number, signal: AbortSignal): Promise<EventPage> {
    const request = this.#requests++;
    return this.#ask({ type: "window", request, viewId, ts, until }, request, signal);
  }

  /** See {@link ToWorker} `more`. Rejects as `window` does. */
  more(viewId: string, cursor: number, until: number, signal: AbortSignal): Promise<EventPage> {
    const request = this.#requests++;
    return this.#ask({ type: "more", request, viewId, cursor, until }, request, signal);
  }

  /** Ends the worker with whatever it is doing, and rejects what was asked. */
  dispose(): void {
    this.#worker.terminate();
    this.#waiting.length = 0;
    const reason = new DOMException("the session was closed", "AbortError");
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }

  #forward(): void {
    while (this.#inHand < IN_HAND && this.#waiting.length > 0) {
      const preferred = this.#waiting.findIndex(({ viewId }) => viewId === this.#preferred);
      const [next] = this.#waiting.splice(Math.max(preferred, 0), 1);
      if (next === undefined) return;
      this.#inHand++;
      this.#send({ type: "segment", ...next }, next.bytes === null ? [] : [next.bytes]);
    }
  }

  #ask(message: ToWorker, request: number, signal: AbortSignal): Promise<EventPage> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const forget = () => {
        this.#asked.delete(request);
        reject(signal.reason);
      };
      signal.addEventListener("abort", forget, { once: true });
      const settle = (page: EventPage) => {
        signal.removeEventListener("abort", forget);
        resolve(page);
      };
      this.#asked.set(request, { resolve: settle, reject });
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
      case "taken":
        this.#inHand--;
        this.#forward();
        break;
      case "page":
        this.#asked.get(message.request)?.resolve(message.page);
        this.#asked.delete(message.request);
        break;
      default:
        unreachable(message);
    }
  }
}
