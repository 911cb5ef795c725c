import type { EpochMs } from "../../base/time.ts";

/**
 * Something in a recording that could not be read or placed. Diagnostics never stop a replay: they are
 * counted, shown to a person, and the rest plays.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** What arrived and what was expected, in words for a person. */
  readonly message: string;
  /** How often, where equal ones were joined. */
  readonly count: number;
  /** `index_in_view` of the segment, where it is known. */
  readonly segmentIndex?: number;
  /** The stretch of the recording that is affected, where it is known. */
  readonly start?: EpochMs;
  readonly end?: EpochMs;
}

export type DiagnosticCode =
  /** A segment that the index should have and the source does not. */
  | "segment-missing"
  /** Bytes that are neither zlib nor JSON, or exceed the bound on inflated size. Nothing of it plays. */
  | "segment-unreadable"
  /** A stream that ends early or fails its checksum. What came before plays. */
  | "segment-truncated"
  /** A record without a type or a timestamp, or with a payload that is not of its type's form. */
  | "record-malformed"
  /** A record type, incremental source or change type that this version does not know. */
  | "record-unknown"
  /** A record whose time contradicts what is around it: placed where it came. */
  | "time-wrong"
  /** A change or an event that names a node which is not in the document. */
  | "node-unknown"
  /** A string or style sheet id outside its table. */
  | "reference-unknown"
  /** Records before the first full snapshot, or after a gap, that cannot be applied. */
  | "no-snapshot";

/** Joins diagnostics with the same code, message and segment, so that a damaged view reports lines, not thousands. */
export class DiagnosticLog {
  readonly #entries = new Map<string, Diagnostic>();

  add(diagnostic: Omit<Diagnostic, "count"> & { readonly count?: number }): void {
    const { code, message, segmentIndex, start, end } = diagnostic;
    const key = `${code}\n${message}\n${segmentIndex ?? ""}`;
    const held = this.#entries.get(key);
    const from = least(held?.start, start);
    const to = least(end, held?.end, Math.max);
    this.#entries.set(key, {
      code,
      message,
      count: (held?.count ?? 0) + (diagnostic.count ?? 1),
      ...(segmentIndex === undefined ? {} : { segmentIndex }),
      ...(from === undefined ? {} : { start: from }),
      ...(to === undefined ? {} : { end: to }),
    });
  }

  /** All so far, in order of first occurrence. */
  entries(): readonly Diagnostic[] {
    return [...this.#entries.values()];
  }
}

function least(a: EpochMs | undefined, b: EpochMs | undefined, pick = Math.min): EpochMs | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : (pick(a, b) as EpochMs);
}
