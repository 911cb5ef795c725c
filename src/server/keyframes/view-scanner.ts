import { deflateSync } from "node:zlib";
import { mergeStretches } from "../../replay/timeline/merge-stretches.ts";
import { readSegment } from "../../replay/segment/read-segment.ts";
import { createViewDecoder } from "../../replay/translate/create-view-decoder.ts";
import { parseCheckpoint } from "../../replay/translate/decoder-checkpoint.ts";
import type { SegmentSpan } from "../../replay/view/segment-span.ts";
import { type Keyframe, ViewScan } from "../../replay/view/view-scan.ts";
import type { ViewFacts } from "../../wire/view-facts.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import type { NewKeyframe } from "./derived-store.ts";
import type { FeedItem, ThreadReply, ThreadReport, ThreadRequest } from "./thread-messages.ts";

/** Most bytes of text of a segment, as the viewer takes it; and of a checkpoint. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const inflater = createNodeInflater();

/** Scans one view as it is told: the thread's side of the messages. */
export class ViewScanner {
  #viewId = "";
  #scan = new ViewScan(createViewDecoder());
  #made: NewKeyframe[] = [];

  /** @throws for a place to resume at that cannot be read. */
  async handle(request: ThreadRequest): Promise<ThreadReply> {
    if (request.type === "report")
      return { type: "report", report: this.#report(request.complete, request.view) };
    if (request.type === "begin") await this.#begin(request);
    else for (const item of request.items) await this.#take(item);
    return { type: "done" };
  }

  async #begin({ viewId, spacing, resume }: Extract<ThreadRequest, { type: "begin" }>): Promise<void> {
    this.#viewId = viewId;
    if (resume === null) {
      this.#scan = new ViewScan(createViewDecoder(), undefined, spacing);
      return;
    }
    const { after, at, state } = resume;
    const { bytes } = await inflater.inflate(resume.checkpoint, MAX_INFLATED_BYTES);
    const checkpoint = parseCheckpoint(JSON.parse(new TextDecoder().decode(bytes)));
    const decoder = createViewDecoder({ from: checkpoint });
    this.#scan = new ViewScan(decoder, { after, at, known: -1, state }, spacing);
  }

  async #take(item: FeedItem): Promise<void> {
    if (item.kind === "lost") {
      this.#scan.lost(item.index, item.last, item.span, item.why);
      return;
    }
    const { index, span, bounds } = item;
    const options = { maxInflatedBytes: MAX_INFLATED_BYTES, segmentIndex: index };
    const text = await readSegment(item.bytes, inflater, options);
    const keyframe = this.#scan.segment(index, text, { span, bytes: item.bytes.length, bounds });
    if (keyframe === undefined) return;
    const made = pack(keyframe);
    this.#scan.weigh(made.bytes.length);
    this.#made.push(made);
  }

  #report(complete: boolean, view: SegmentSpan): ThreadReport {
    const scan = this.#scan;
    const last = scan.last(complete ? "used" : "all");
    const keyframes = [...this.#made, ...(last ? [pack(last)] : [])];
    this.#made = [];
    return {
      keyframes,
      facts: deflateSync(JSON.stringify(this.#facts(complete, view))),
      firstPictureAt: scan.firstPictureAt,
      url: scan.url,
      state: complete ? null : (last?.state ?? null),
    };
  }

  /** After the last record of a view that is complete the page stands still: that is known to the view's end. */
  #facts(complete: boolean, view: SegmentSpan): ViewFacts {
    const lastAt = Math.max(view.start, this.#scan.at);
    const until = complete ? Math.max(view.end, lastAt) : lastAt;
    const { facts, presence, idle, gaps, diagnostics } = this.#scan.facts(until);
    return {
      facts: [...facts],
      presence: { focus: [...presence.focus], signs: [...presence.signs] },
      idle: [...idle],
      gaps: mergeStretches(gaps.map(({ start, end }) => ({ start, end: end ?? until }))),
      diagnostics: diagnostics.map((each) => Object.assign({ viewId: this.#viewId }, each)),
    };
  }
}

const pack = ({ after, at, checkpoint }: Keyframe): NewKeyframe => ({
  after,
  at,
  bytes: deflateSync(JSON.stringify(checkpoint)),
});
