import { createTimelineBuilder } from "../../replay/timeline/timeline-builder.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import {
  type AddressPolicy,
  asRecorded,
  onlyEmbedded,
  throughProxy,
} from "../../replay/translate/address.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { unreachable } from "../../base/assert.ts";
import { assetAddress, type AssetMode } from "../../wire/assets.ts";
import { createBrowserInflater } from "./browser-inflater.ts";
import type { EventPage, FromWorker, ToWorker } from "./protocol.ts";
import { RefusedAddresses } from "./refused-addresses.ts";
import { ViewTrack } from "./view-track.ts";

// From bytes to rrweb events, off the main thread. Requests for events are answered at once, between the
// segments; those are decoded one after the other in the order in which they come.

/** Most bytes that one segment may inflate to; the SDK closes segments at about a hundredth of this. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** While segments keep coming, facts are sent after every so many. */
const FACTS_EVERY = 16;

const POLICIES: Readonly<Record<AssetMode, AddressPolicy>> = {
  off: onlyEmbedded,
  proxy: throughProxy(assetAddress),
  direct: asRecorded,
};

const inflater = createBrowserInflater();
const tracks = new Map<string, ViewTrack>();
const refused = new RefusedAddresses();
let addresses = onlyEmbedded;
let work: Promise<void> = Promise.resolve();
let queued = 0;
let untold = 0;

const post = (message: FromWorker) => self.postMessage(message, { transfer: [] });

function trackOf(viewId: string): ViewTrack {
  const held = tracks.get(viewId);
  if (held !== undefined) return held;
  const decoder = createViewDecoder({ addresses, refused: refused.add });
  const made = new ViewTrack(viewId, {
    decoder,
    timeline: createTimelineBuilder((nodeId) => decoder.labelOf(nodeId)),
    read: (bytes, segmentIndex) =>
      readSegment(bytes, inflater, { maxInflatedBytes: MAX_INFLATED_BYTES, segmentIndex }),
  });
  tracks.set(viewId, made);
  return made;
}

async function advance(viewId: string): Promise<void> {
  const track = trackOf(viewId);
  do post({ type: "progress", progress: track.progress() });
  while (await track.step());
  postFacts(track);
  const told = refused.news();
  if (told !== null) post({ type: "not-fetched", ...told });
}

/** Facts are whole lists: sent when there is a pause, and now and then while there is none. */
function postFacts(track: ViewTrack): void {
  untold++;
  if (!track.isListed) return;
  if (queued > 0 && untold < FACTS_EVERY) return;
  untold = 0;
  post({ type: "facts", facts: track.facts() });
}

/** Does a view's work after what is in hand. */
function enqueue(viewId: string, task: () => void): Promise<void> {
  queued++;
  work = perform(work, viewId, task);
  return work;
}

async function perform(before: Promise<void>, viewId: string, task: () => void): Promise<void> {
  await before;
  queued--;
  try {
    task();
    await advance(viewId);
  } catch (error) {
    post({ type: "fault", viewId, message: `the view cannot be decoded further: ${String(error)}` });
  }
}

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case "begin":
      addresses = POLICIES[message.assets];
      return;
    case "index": {
      const { viewId, view, segments, complete } = message;
      await enqueue(viewId, () => trackOf(viewId).list(view, segments, complete));
      return;
    }
    case "segment": {
      const { viewId, index, bytes } = message;
      await enqueue(viewId, () => trackOf(viewId).put(index, bytes && new Uint8Array(bytes)));
      post({ type: "taken" });
      return;
    }
    case "window":
      answer(message.request, trackOf(message.viewId).window(message.ts, message.until));
      return;
    case "more":
      answer(message.request, trackOf(message.viewId).more(message.cursor, message.until));
      return;
    default:
      unreachable(message);
  }
}

function answer(request: number, page: EventPage): void {
  post({ type: "page", request, page });
}

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => void receive(data));
