import { imageIdsIn } from "./image-ids.ts";
import type { Keeping } from "./keep-deps.ts";

/** The images that a session's segments refer to: each is brought here before its segment is. */
export class KeptImages {
  readonly #keeping: Keeping;
  readonly #seen = new Set<string>();
  /** How many the source does not have. */
  missing = 0;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  async keep(records: readonly unknown[], signal: AbortSignal): Promise<void> {
    const { source, store, sessionId, applicationId } = this.#keeping;
    for (const id of imageIdsIn(records)) {
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      if ((await store.events.getResourceEntry(applicationId, id)) !== null) continue;
      const image = await source.getResource(sessionId, id, signal);
      if (image === null) this.missing += 1;
      else await store.resources.put({ applicationId, id, ...image }, signal);
    }
  }
}
