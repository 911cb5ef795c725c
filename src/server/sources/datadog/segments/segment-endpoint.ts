import type { Inflater } from "../../../../replay/segment/inflater.ts";
import type { SegmentStorage, ViewKey } from "../../../storage/stored-segment.ts";
import { SourceError } from "../../source.ts";
import type { Priority } from "../http/request-budget.ts";
import type { SiteClient } from "../http/site-client.ts";
import { nameOf } from "../http/site-refusal.ts";
import type { RawAnswers } from "./raw-answers.ts";
import { type Page, readAnswer } from "./read-answer.ts";
import { UnreadableAnswerError } from "./unreadable-answer.ts";

/** Which page of a view's segments. */
export interface PageAsk {
  readonly view: ViewKey;
  readonly storage: SegmentStorage;
  /** The view's own time, epoch milliseconds: lets Datadog look in the right place. */
  readonly ts: number;
  /** The token of the page before. */
  readonly paging: string | undefined;
  readonly priority: Priority;
}

export interface SegmentEndpointDeps {
  readonly client: SiteClient;
  readonly inflater: Inflater;
  readonly rawAnswers: RawAnswers;
  readonly fetchAddress: (address: string, signal: AbortSignal) => Promise<Uint8Array>;
}

/** `max_list_size`: bytes of a page. Large enough for few requests, small enough for the first picture to come soon. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** A page has at least one segment, however large that is. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_INFLATED_BYTES = 512 * 1024 * 1024;
/** An answer whose end is missing is asked for so often; then what came of it counts. */
const TRIES = 3;

/**
 * `GET /api/v2/rum/replay/sessions/{session_id}/views/{view_id}/segments`: one page, read; null when that storage
 * has nothing of the view.
 * @throws {SourceError} when there is no answer, or none that can be read; the signal's reason.
 */
export async function fetchPage(
  ask: PageAsk,
  deps: SegmentEndpointDeps,
  signal: AbortSignal,
): Promise<Page | null> {
  for (let tries = 1; ; tries += 1) {
    const answer = await askForPage(ask, deps.client, signal);
    if (answer === null) return null;
    try {
      const limits = { maxInflatedBytes: MOST_INFLATED_BYTES, signal };
      const page = await readAnswer(answer, { ...deps, ...limits });
      if (!page.isCut || tries === TRIES) return page;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      if (tries === TRIES || !(error instanceof UnreadableAnswerError && error.isCut))
        throw unreadable(deps, answer.bytes, error);
    }
  }
}

function unreadable(
  { client, rawAnswers }: SegmentEndpointDeps,
  bytes: Uint8Array,
  error: unknown,
): SourceError {
  const answerId = rawAnswers.keep(bytes);
  const why = error instanceof Error ? error.message : String(error);
  return new SourceError(502, `${nameOf(client.site)} sent segments, but ${why}`, { answerId });
}

async function askForPage(
  { view, storage, ts, paging, priority }: PageAsk,
  client: SiteClient,
  signal: AbortSignal,
) {
  const { sessionId, viewId } = view;
  const id = encodeURIComponent;
  try {
    return await client.ask(
      {
        what: "a request for segments",
        endpoint: "rum replay segments",
        method: "GET",
        path: `/api/v2/rum/replay/sessions/${id(sessionId)}/views/${id(viewId)}/segments`,
        // In the order in which the official clients send them.
        query: {
          source: storage,
          ts: String(Math.trunc(ts)),
          max_list_size: String(PAGE_BYTES),
          ...(paging === undefined ? {} : { paging }),
        },
        accept: "*/*",
        permissions: ["rum_apps_read", "rum_session_replay_read"],
        notFound: "the replay may have expired",
        priority,
        maxBytes: MOST_BYTES,
      },
      signal,
    );
  } catch (error) {
    if (error instanceof SourceError && error.status === 404 && paging === undefined) return null;
    throw error;
  }
}
