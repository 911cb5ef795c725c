import { type Dispatcher, request as send } from "undici";
import { SourceError } from "../../source.ts";
import type { DatadogSite } from "../site.ts";
import type { Clock } from "./clock.ts";
import { unpacked } from "./json-answer.ts";
import { BodyTooLargeError, readBody } from "./read-body.ts";
import { RequestBudget, type Waiting } from "./request-budget.ts";
import { givenUp, type KeyState, nameOf, refusal, withoutKeys } from "./site-refusal.ts";
import type { SiteAnswer, SiteRequest } from "./site-request.ts";
import { StallGuard, type TimeLimits } from "./stall-guard.ts";

/** How requests of a site are made. */
export interface SiteClientOptions {
  readonly site: DatadogSite;
  readonly clock: Clock;
  /** Connections to the site, and to nowhere else. */
  readonly dispatcher: Dispatcher;
  /** Value of `User-Agent`. */
  readonly agent: string;
}

const TIME_LIMITS: TimeLimits = { silenceMs: 30_000, totalMs: 180_000 };
const AT_ONCE = 4;
/** Requests of one that fail before it is given up. Refusals for the rate limit do not count, */
const TRIES = 5;
/** but there must not be more than this of them. */
const MOST_REFUSALS = 20;
const FIRST_PAUSE_MS = 500;

const NO_BYTES = new Uint8Array(0);

const KEY_STATE_MS = 60_000;

/** Documented: says whether the API key is one of this site's. The application key is not asked about. */
const VALIDATION: SiteRequest = {
  what: "the check of the API key",
  endpoint: "validate",
  method: "GET",
  path: "/api/v1/validate",
  accept: "application/json",
  permissions: [],
  notFound: "",
  priority: "now",
  maxBytes: 64 * 1024,
};

/** What a request fails with that may go well the next time. */
class Failure extends Error {
  override readonly name = "Failure";
}

/**
 * The one way to a site's API. Requests share a budget, are tried again where that can help, and end with an answer or
 * a `SourceError`. Keys go in headers, to this address only: redirects are not followed.
 */
export class SiteClient {
  readonly site: DatadogSite;
  readonly #options: SiteClientOptions;
  readonly #budget: RequestBudget;
  /** Pauses after failures. */
  readonly #pauses = new Set<Waiting>();
  #keys: { readonly state: Promise<KeyState>; readonly at: number } | undefined;

  constructor(options: SiteClientOptions) {
    this.site = options.site;
    this.#options = options;
    this.#budget = new RequestBudget(options.clock, AT_ONCE);
  }

  /**
   * Asks until there is an answer.
   * @throws {SourceError} when Datadog refuses, or does not answer in several tries; the signal's reason.
   */
  async ask(request: SiteRequest, signal: AbortSignal): Promise<SiteAnswer> {
    let [failures, refusals] = [0, 0];
    for (;;) {
      const answer = await this.#tryOnce(request, signal);
      if (answer instanceof Failure) {
        failures += 1;
        if (failures >= TRIES) throw givenUp(this.site, request, failures, answer.message);
        await this.#pause(request, answer, FIRST_PAUSE_MS * 2 ** (failures - 1), signal);
      } else if (answer.status === 429) {
        refusals += 1;
        if (refusals >= MOST_REFUSALS)
          throw givenUp(this.site, request, refusals, "it allows no more requests");
      } else if (answer.status >= 200 && answer.status < 300) {
        return answer;
      } else {
        const keys = await this.#keyState(answer.status, signal);
        // What cannot be unpacked has no words that could be told.
        const told = await unpacked(answer, request.maxBytes).catch(() => ({ ...answer, bytes: NO_BYTES }));
        throw refusal(this.site, request, told, keys);
      }
    }
  }

  /** What is waited for at this moment. */
  waiting(): readonly Waiting[] {
    const limited = this.#budget.waiting();
    return [...(limited === null ? [] : [limited]), ...this.#pauses];
  }

  /** Ends everything under way. */
  async close(): Promise<void> {
    this.#budget.close();
    await this.#options.dispatcher.destroy();
  }

  async #tryOnce(request: SiteRequest, signal: AbortSignal): Promise<SiteAnswer | Failure> {
    const { endpoint, priority } = request;
    await this.#budget.enter(endpoint, priority, signal);
    let answer: SiteAnswer | null = null;
    try {
      answer = await this.#send(request, signal);
      const isFinal = answer.status < 500 && answer.status !== 408;
      return isFinal ? answer : new Failure(`it answered with status ${answer.status}`);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BodyTooLargeError)
        throw new SourceError(502, `${nameOf(this.site)} answered ${request.what}, but ${error.message}`);
      return new Failure(this.#describe(error));
    } finally {
      this.#budget.leave(endpoint, answer);
    }
  }

  /** Of a refusal for the keys: which of them is meant. Found out once a minute at most. */
  #keyState(status: number, signal: AbortSignal): Promise<KeyState> {
    if (status !== 401 && status !== 403) return Promise.resolve("not-found-out");
    const now = this.#options.clock.now();
    if (this.#keys === undefined || now - this.#keys.at > KEY_STATE_MS)
      this.#keys = { at: now, state: this.#askForKeys(signal) };
    return this.#keys.state;
  }

  async #askForKeys(signal: AbortSignal): Promise<KeyState> {
    const answer = await this.#tryOnce(VALIDATION, signal).catch(() => null);
    if (answer === null || answer instanceof Failure) return "not-found-out";
    if (answer.status === 200) return "api-key-known";
    return answer.status === 401 || answer.status === 403 ? "api-key-unknown" : "not-found-out";
  }

  async #send(request: SiteRequest, signal: AbortSignal): Promise<SiteAnswer> {
    const { clock, dispatcher, agent } = this.#options;
    const { apiUrl, apiKey, appKey } = this.site;
    const { method, path, query = {}, body, accept, maxBytes } = request;
    const guard = new StallGuard(clock, TIME_LIMITS, signal);
    try {
      const response = await send(`${apiUrl}${path}${queryText(query)}`, {
        dispatcher,
        method,
        signal: guard.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
        headers: {
          accept,
          "dd-api-key": apiKey,
          ...(request === VALIDATION ? {} : { "dd-application-key": appKey }),
          "user-agent": agent,
          "accept-encoding": "gzip,deflate",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      guard.heard();
      const bytes = await readBody(response.body, maxBytes, guard.heard);
      return { status: response.statusCode, headers: headersOf(response.headers), bytes };
    } catch (error) {
      throw guard.signal.aborted ? guard.signal.reason : error;
    } finally {
      guard.end();
    }
  }

  async #pause(request: SiteRequest, failure: Failure, ms: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const since = clock.now();
    const about = `${request.what}: ${failure.message}`;
    const waiting: Waiting = { reason: "failure", about, since, until: since + ms, requests: 1 };
    this.#pauses.add(waiting);
    try {
      await clock.wait(ms, signal);
    } finally {
      this.#pauses.delete(waiting);
    }
  }

  #describe(error: unknown): string {
    if (!(error instanceof Error)) return "it failed";
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
    return withoutKeys(this.site, `${error.message}${cause}`);
  }
}

function queryText(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function headersOf(received: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  return headers;
}
