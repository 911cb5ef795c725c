import type { eventWithTime } from "@rrweb/types";
import type { EpochMs } from "../../../base/time.ts";
import { type Diagnostic, DiagnosticLog } from "../../record/diagnostic.ts";
import type { RawRecord } from "../../record/raw-record.ts";
import type { DecoderOptions } from "../create-view-decoder.ts";
import { type DecoderCheckpoint, parseCheckpoint } from "../decoder-checkpoint.ts";
import type { DecoderMark, Met, ViewDecoder } from "../view-decoder.ts";

/** A mark's checkpoint as it is after it was stored somewhere. Throws where there is no mark. */
export function stored(mark: DecoderMark | null, strings: "used" | "all"): DecoderCheckpoint {
  if (!mark) throw new Error("there is nothing yet to make a checkpoint of");
  return parseCheckpoint(JSON.parse(JSON.stringify(mark.checkpoint(strings))));
}

/** Checkpoints in one call of `decode`, at most. */
const MOST_PARTS = 8;

/**
 * A decoder that makes a checkpoint before each record and demands that decoders which go on from there do the same as
 * itself: one with all strings, one with those that are used, and one that once began at the first checkpoint and has
 * learnt from each since.
 */
export class CheckpointedDecoder implements ViewDecoder {
  readonly #create: (options?: DecoderOptions) => ViewDecoder;
  readonly #options: DecoderOptions;
  readonly #plain: ViewDecoder;
  /** What the decoders that went on from a checkpoint reported. */
  readonly #log = new DiagnosticLog();
  #follower: ViewDecoder | null = null;

  constructor(create: (options?: DecoderOptions) => ViewDecoder, options: DecoderOptions = {}) {
    this.#create = create;
    this.#options = options;
    this.#plain = create(options);
  }

  decode(
    segmentIndex: number,
    records: readonly RawRecord[],
    visit?: (record: RawRecord) => void,
  ): readonly eventWithTime[] {
    return inParts(records).flatMap((part) =>
      this.#each(
        () => this.#plain.decode(segmentIndex, part, visit),
        (decoder) => decoder.decode(segmentIndex, part),
      ),
    );
  }

  follow(segmentIndex: number, records: readonly RawRecord[], visit?: (record: RawRecord) => void): void {
    this.#each(
      () => this.#plain.follow(segmentIndex, records, visit),
      (decoder) => decoder.follow(segmentIndex, records),
    );
  }

  get met(): Met {
    return this.#plain.met;
  }

  skip(segmentIndex: number, span: { readonly start: EpochMs; readonly end: EpochMs } | undefined): void {
    this.#each(
      () => this.#plain.skip(segmentIndex, span),
      (decoder) => decoder.skip(segmentIndex, span),
    );
  }

  snapshot(at: EpochMs): readonly eventWithTime[] {
    return this.#each(
      () => this.#plain.snapshot(at),
      (decoder) => decoder.snapshot(at),
    );
  }

  gaps(): ReturnType<ViewDecoder["gaps"]> {
    const gaps = this.#plain.gaps();
    const late = this.#follower?.gaps() ?? [];
    demandSame("gaps", JSON.stringify(late), JSON.stringify(gaps.slice(gaps.length - late.length)));
    return gaps;
  }

  labelOf(nodeId: number): string | undefined {
    const label = this.#plain.labelOf(nodeId);
    if (this.#follower) demandSame("a label", this.#follower.labelOf(nodeId), label);
    return label;
  }

  diagnostics(): readonly Diagnostic[] {
    const diagnostics = this.#plain.diagnostics();
    if (this.#follower)
      demandSame("diagnostics", JSON.stringify(this.#log.entries()), JSON.stringify(diagnostics));
    return diagnostics;
  }

  mark(): DecoderMark | null {
    return this.#plain.mark();
  }

  get canLearn(): boolean {
    return this.#plain.canLearn;
  }

  learn(checkpoint: DecoderCheckpoint): void {
    this.#plain.learn(checkpoint);
  }

  #each<T>(act: () => T, actToo: (decoder: ViewDecoder) => T): T {
    const mark = this.#plain.mark();
    const done = act();
    const others = mark ? this.#from(mark) : [];
    if (!mark) for (const diagnostic of this.#news()) this.#log.add(diagnostic);
    const events = JSON.stringify(done);
    const now = remembered(this.#plain);
    for (const other of others) {
      demandSame("events", JSON.stringify(actToo(other)), events);
      demandSame("what is remembered", remembered(other), now);
    }
    for (const diagnostic of others[0]?.diagnostics() ?? []) this.#log.add(diagnostic);
    return done;
  }

  /** What was reported before the first checkpoint is known when that is made; it is counted once. */
  #news(): readonly Diagnostic[] {
    return this.#plain.mark() ? this.#plain.diagnostics() : [];
  }

  #from(mark: DecoderMark): ViewDecoder[] {
    const used = stored(mark, "used");
    const all = stored(mark, "all");
    if (this.#follower) this.#follower.learn(used);
    else this.#follower = this.#create({ ...this.#options, from: used });
    return [...[used, all].map((from) => this.#create({ ...this.#options, from })), this.#follower];
  }
}

/** Records one by one; of many, some together. */
function inParts(records: readonly RawRecord[]): (readonly RawRecord[])[] {
  const size = Math.ceil(records.length / MOST_PARTS);
  if (size === 0) return [records];
  return records.flatMap((_record, at) => (at % size === 0 ? [records.slice(at, at + size)] : []));
}

/** All that a decoder remembers but for strings, of which not all need to know all; as JSON. */
function remembered(decoder: ViewDecoder): string {
  const mark = decoder.mark();
  return JSON.stringify(mark && { ...mark.checkpoint("used"), strings: null });
}

function demandSame(what: string, found: string | undefined, wanted: string | undefined): void {
  if (found !== wanted)
    throw new Error(`after a checkpoint ${what} differ:\n${found}\ninstead of\n${wanted}`);
}
