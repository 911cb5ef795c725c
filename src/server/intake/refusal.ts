/** Thrown inside the intake where an upload is not taken; `accept` turns it into its answer. */
export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 413 | 503;
  /** What arrived and what was expected, in words for a person. */
  readonly errors: readonly string[];

  constructor(status: Refusal["status"], errors: readonly string[]) {
    super(errors.join("; "));
    this.name = "Refusal";
    this.status = status;
    this.errors = errors;
  }
}

/** A body that goes on after `maxBytes`. */
export const bodyTooLarge = (maxBytes: number): Refusal =>
  new Refusal(413, [`the body has more than ${maxBytes} bytes`]);

const MOST_ERRORS = 20;

/** Ends the upload with a 400 that says everything that is wrong with it, as far as an answer has room. */
export function refuseIfAny(errors: readonly string[]): void {
  if (errors.length === 0) return;
  const more = errors.length - MOST_ERRORS;
  throw new Refusal(400, more > 0 ? [...errors.slice(0, MOST_ERRORS), `and ${more} more errors`] : errors);
}

const MOST_SHOWN = 60;

/** A value that arrived, as an error message shows it: JSON, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
