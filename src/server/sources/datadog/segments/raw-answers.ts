import { randomUUID } from "node:crypto";
import type { RawAnswer } from "../../source.ts";

const MOST = 4;
/** Of one answer; what is more is cut off. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The last answers that could not be read, as they came. */
export class RawAnswers {
  readonly #kept = new Map<string, RawAnswer>();

  /** Keeps an answer; returns its id. */
  keep(bytes: Uint8Array): string {
    const id = randomUUID();
    this.#kept.set(id, { name: `segments-${id}.bin`, bytes: bytes.slice(0, MOST_BYTES) });
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(oldest);
    return id;
  }

  get(id: string): RawAnswer | null {
    return this.#kept.get(id) ?? null;
  }
}
