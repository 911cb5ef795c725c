import { unreachable } from "../../base/assert.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { onlyEmbedded } from "../../replay/translate/address.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { CssMemo } from "../../replay/translate/css-memo.ts";
import type { ViewRun } from "../../replay/view/view-run.ts";
import { Agenda, turn } from "./agenda.ts";
import { createBrowserInflater } from "./browser-inflater.ts";
import { KeyframeShelf } from "./keyframe-shelf.ts";
import { ADDRESS_POLICIES } from "./policies.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";
import { RefusedAddresses } from "./refused-addresses.ts";
import { MOST_BYTES, MOST_BYTES_FOR_STILLS, shedSegments } from "./shed.ts";
import { ViewTrack } from "./view-track.ts";

// From bytes to rrweb events, off the main thread. What is asked for comes first; between that, views are scanned for
// their facts and keyframes, the one at the playhead before the others.

/** Most bytes that one segment may inflate to; the SDK closes segments at about a hundredth of this. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** While segments keep coming, facts are told after so many, and then more and more rarely: they are whole lists. */
const FACTS_EVERY = 16;
const FACTS_GROWTH = 1.25;

/** A scan goes on for so many milliseconds before messages are looked at and news are told. */
const SCAN_MS = 8;

const inflater = createBrowserInflater();
const memo = new CssMemo();
const tracks = new Map<string, ViewTrack>();
const refused = new RefusedAddresses();
const runs = new Map<number, { readonly viewId: string; readonly run: ViewRun }>();
const requests = new Map<number, AbortController>();
/** Of views with news: how many segments were scanned since facts were told, and when they are to be told. */
const untold = new Map<string, { scanned: number; due: number }>();
/** Views of which something came since their progress was told. */
const fresh = new Set<string>();
const agenda = new Agenda(scanStep);
let addresses = onlyEmbedded;
let lastRun = 0;
let mostBytes = MOST_BYTES;
let playhead = { viewId: "", ts: 0 };

const post = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

function trackOf(viewId: string): ViewTrack {
  const held = tracks.get(viewId);
  if (held !== undefined) return held;
  const made = new ViewTrack(viewId, {
    decoder: (from) =>
      createViewDecoder({ addresses, memo, refused: refused.add, ...(from === undefined ? {} : { from }) }),
    read: (bytes, segmentIndex) =>
      readSegment(bytes, inflater, { maxInflatedBytes: MAX_INFLATED_BYTES, segmentIndex }),
    keyframes: new KeyframeShelf(inflater, (after) => lose(viewId, after, true)),
    broken: (after) => lose(viewId, after, true),
    made: ({ after, at, until, bytes }) =>
      post({ type: "made", viewId, after, at, until, bytes: bytes.slice().buffer }),
  });
  tracks.set(viewId, made);
  return made;
}

const lose = (viewId: string, after: number, isBroken: boolean) =>
  post({ type: "entry-lost", viewId, after, isBroken });

/** Scans some segments of the view at the playhead, else of another; false when none has one. */
async function scanStep(): Promise<boolean> {
  const ordered = [playhead.viewId, ...[...tracks.keys()].filter((viewId) => viewId !== playhead.viewId)];
  for (const viewId of ordered) {
    const track = tracks.get(viewId);
    if (track !== undefined && (await scanned(viewId, track))) return true;
  }
  return false;
}

async function scanned(viewId: string, track: ViewTrack): Promise<boolean> {
  try {
    const news = newsOf(viewId);
    const until = performance.now() + SCAN_MS;
    let segments = 0;
    let hasMore = true;
    while (hasMore && performance.now() < until) {
      hasMore = await track.step();
      if (hasMore) segments += 1;
    }
    news.scanned += segments;
    if (news.scanned > 0) tell(viewId, track, !hasMore || news.scanned >= news.due);
    return segments > 0;
  } catch (error) {
    tracks.delete(viewId);
    post({ type: "fault", viewId, message: `the view cannot be decoded further: ${String(error)}` });
  }
  return false;
}

/** Facts are whole lists: told when there is a pause, and now and then while there is none. */
function tell(viewId: string, track: ViewTrack, withFacts: boolean): void {
  post({ type: "progress", progress: track.progress() });
  if (!withFacts || !track.isListed) return;
  const news = newsOf(viewId);
  news.scanned = 0;
  news.due *= FACTS_GROWTH;
  post({ type: "facts", facts: track.facts() });
}

function newsOf(viewId: string): { scanned: number; due: number } {
  const news = untold.get(viewId) ?? { scanned: 0, due: FACTS_EVERY };
  untold.set(viewId, news);
  return news;
}

/** Something of a view has come. Segments come in crowds: what they make possible is told once for all that wait. */
function received(viewId: string, take: (track: ViewTrack) => void): void {
  take(trackOf(viewId));
  if (fresh.size === 0) void turn().then(tellFresh);
  fresh.add(viewId);
}

function tellFresh(): void {
  for (const { viewId, segments, keyframes } of shedSegments(tracks, playhead, mostBytes)) {
    for (const range of segments) post({ type: "dropped", viewId, ...range });
    for (const after of keyframes) lose(viewId, after, false);
    fresh.add(viewId);
  }
  for (const viewId of fresh) post({ type: "progress", progress: trackOf(viewId).progress() });
  fresh.clear();
  agenda.wake();
}

function receive(message: ToWorker): void {
  switch (message.type) {
    case "begin":
      addresses = ADDRESS_POLICIES[message.assets];
      if (message.isStills) mostBytes = MOST_BYTES_FOR_STILLS;
      return;
    case "index": {
      const { viewId, view, segments, complete, keyframes } = message;
      received(viewId, (track) => track.list(view, segments, complete, keyframes));
      newsOf(viewId).scanned += 1;
      return;
    }
    case "known-facts": {
      const { viewId, facts } = message;
      received(viewId, (track) => track.know(facts));
      newsOf(viewId).scanned += 1;
      return;
    }
    case "segment": {
      const { viewId, index, bytes } = message;
      received(viewId, (track) => track.put(index, bytes && new Uint8Array(bytes)));
      return;
    }
    case "keyframe": {
      const { viewId, after, bytes } = message;
      received(viewId, (track) => track.putKeyframe(after, bytes && new Uint8Array(bytes)));
      return;
    }
    case "playhead":
      playhead = message;
      return;
    case "open": {
      const { request, viewId, ts, until } = message;
      answer(request, async (signal) => {
        const opened = await trackOf(viewId).open(ts, until, signal);
        if (opened === undefined) return undefined;
        runs.set(++lastRun, { viewId, run: opened.run });
        return { run: lastRun, ...opened.page };
      });
      return;
    }
    case "more": {
      const { request, run, until } = message;
      answer(request, async (signal) => {
        const held = runs.get(run);
        if (held === undefined) return undefined;
        return { run, ...(await trackOf(held.viewId).more(held.run, until, signal)) };
      });
      return;
    }
    case "cancel":
      requests.get(message.request)?.abort();
      return;
    case "close":
      runs.delete(message.run);
      return;
    default:
      unreachable(message);
  }
}

type Answer = Extract<FromWorker, { type: "page" }>["page"] | undefined;

function answer(request: number, work: (signal: AbortSignal) => Promise<Answer>): void {
  const asked = new AbortController();
  requests.set(request, asked);
  agenda.ask(async () => {
    try {
      asked.signal.throwIfAborted();
      const page = await work(asked.signal);
      post({ type: "page", request, page: page ?? null });
      const notFetched = refused.news();
      if (notFetched !== null) post({ type: "not-fetched", ...notFetched });
    } catch (error) {
      if (!asked.signal.aborted) post({ type: "refused", request, message: String(error) });
    } finally {
      requests.delete(request);
    }
  });
}

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => receive(data));
