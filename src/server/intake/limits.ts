/** How much the intake takes. Sizes are bytes. */
export interface IntakeLimits {
  /** A replay upload's body, as sent and with its content encoding undone. */
  readonly replayBodyBytes: number;
  /** A RUM upload's body, as sent and with its content encoding undone. */
  readonly rumBodyBytes: number;
  /** One `segment` or `image` part. */
  readonly partBytes: number;
  /** One `event` part or form field. */
  readonly fieldBytes: number;
  /** Parts of one upload. */
  readonly parts: number;
  /** The texts of an upload's segments together. */
  readonly inflatedBytes: number;
  /** One RUM event's JSON text. */
  readonly rumEventBytes: number;
  /** RUM events of one upload. */
  readonly rumEvents: number;
  /** Bodies of all uploads in hand together, as sent. */
  readonly heldBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * The SDK asks for a flush at 60 kB, but never splits a full snapshot: segments of several megabytes occur.
 * RUM events are at most 256 KiB, their batches 16 KiB and 50 events (browser) to 4 MiB and 500 (mobile).
 */
export const DEFAULT_INTAKE_LIMITS: IntakeLimits = {
  replayBodyBytes: 16 * MIB,
  rumBodyBytes: 8 * MIB,
  partBytes: 12 * MIB,
  fieldBytes: 256 * KIB,
  parts: 256,
  inflatedBytes: 32 * MIB,
  rumEventBytes: MIB,
  rumEvents: 2000,
  heldBytes: 256 * MIB,
};
