import type { eventWithTime } from "@rrweb/types";
import type { EpochMs } from "../../../base/time.ts";
import { type Diagnostic, DiagnosticLog } from "../../record/diagnostic.ts";
import type { RawRecord } from "../../record/raw-record.ts";
import type { DecoderOptions } from "../create-view-decoder.ts";
import { type DecoderCheckpoint, parseCheckpoint } from "../decoder-checkpoint.ts";
import type { DecoderMark, ViewDecoder } from "../view-decoder.ts";

/** A checkpoint as it is after it was stored somewhere. */
export const stored = (checkpoint: DecoderCheckpoint): DecoderCheckpoint =>
  parseCheckpoint(JSON.parse(JSON.stringify(checkpoint)));

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
    const parts = records.length === 0 ? [[]] : records.map((record) => [record]);
    return parts.flatMap((part) =>
      this.#each(
        () => this.#plain.decode(segmentIndex, part, visit),
        (decoder) => decoder.decode(segmentIndex, part),
      ),
    );
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
    demandSame("gaps", late, gaps.slice(gaps.length - late.length));
    return gaps;
  }

  labelOf(nodeId: number): string | undefined {
    const label = this.#plain.labelOf(nodeId);
    if (this.#follower) demandSame("a label", this.#follower.labelOf(nodeId), label);
    return label;
  }

  diagnostics(): readonly Diagnostic[] {
    const diagnostics = this.#plain.diagnostics();
    if (this.#follower) demandSame("diagnostics", this.#log.entries(), diagnostics);
    return diagnostics;
  }

  mark(): DecoderMark | null {
    return this.#plain.mark();
  }

  learn(checkpoint: DecoderCheckpoint): void {
    this.#plain.learn(checkpoint);
  }

  #each<T>(act: () => T, actToo: (decoder: ViewDecoder) => T): T {
    const mark = this.#plain.mark();
    const done = act();
    const others = mark ? this.#from(mark) : [];
    if (!mark) for (const diagnostic of this.#news()) this.#log.add(diagnostic);
    for (const other of others) {
      demandSame("events", actToo(other), done);
      demandSame("what is remembered", remembered(other), remembered(this.#plain));
    }
    for (const diagnostic of others[0]?.diagnostics() ?? []) this.#log.add(diagnostic);
    return done;
  }

  /** What was reported before the first checkpoint is known when that is made; it is counted once. */
  #news(): readonly Diagnostic[] {
    return this.#plain.mark() ? this.#plain.diagnostics() : [];
  }

  #from(mark: DecoderMark): ViewDecoder[] {
    const used = stored(mark.checkpoint("used"));
    const all = stored(mark.checkpoint("all"));
    if (this.#follower) this.#follower.learn(used);
    else this.#follower = this.#create({ ...this.#options, from: used });
    return [...[used, all].map((from) => this.#create({ ...this.#options, from })), this.#follower];
  }
}

/** All that a decoder remembers but for strings, of which not all need to know all. */
function remembered(decoder: ViewDecoder): Partial<DecoderCheckpoint> | undefined {
  const checkpoint = decoder.mark()?.checkpoint("used");
  return checkpoint && { ...stored(checkpoint), strings: null };
}

function demandSame(what: string, found: unknown, wanted: unknown): void {
  const written = JSON.stringify(found);
  const expected = JSON.stringify(wanted);
  if (written !== expected)
    throw new Error(`after a checkpoint ${what} differ:\n${written}\ninstead of\n${expected}`);
}
