/** Why a checkpoint is of no use: written in another version of the format, or not whole. */
export type CheckpointFault = "version" | "broken";

/** A checkpoint from which decoding cannot go on. What it would have saved is decoded from the view's start. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  readonly fault: CheckpointFault;

  constructor(fault: CheckpointFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Throws for a checkpoint that is not whole; `what` names the part. */
export function broken(what: string): never {
  throw new CheckpointError("broken", `the checkpoint is broken: ${what}`);
}
