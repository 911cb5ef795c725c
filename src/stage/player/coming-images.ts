import { EventType, type eventWithTime, IncrementalSource, NodeType, type mutationData } from "@rrweb/types";

/** Names the image that a canvas shows; the worker sets it. */
const IMAGE_ATTRIBUTE = "data-rum-replay-image";

/** So many are got ahead of their time. */
const AHEAD = 100;
/** Beyond these, images are got when they are shown. */
const MOST_KNOWN = 2_000;

/** The image that an element's attributes name; null: none any more; undefined: they say nothing of it. */
export function imageOf(attributes: Readonly<Record<string, unknown>>): string | null | undefined {
  const value = attributes[IMAGE_ATTRIBUTE];
  return value === null || typeof value === "string" ? value : undefined;
}

/** Ids of nodes, and the images that a mutation says they show from now on. */
export function imagesNamed({
  adds,
  attributes,
}: mutationData): readonly (readonly [number, string | null])[] {
  const named: [number, string | null][] = [];
  const name = (id: number, of: Readonly<Record<string, unknown>>) => {
    const image = imageOf(of);
    if (image !== undefined) named.push([id, image]);
  };
  for (const { node } of adds) if (node.type === NodeType.Element) name(node.id, node.attributes);
  for (const { id, attributes: changed } of attributes) name(id, changed);
  return named;
}

interface Coming {
  readonly at: number;
  readonly id: string;
}

/** The images that the events to come name, in order of time. */
export class ComingImages {
  #coming: Coming[] = [];

  /** More events, later than those before. */
  add(events: readonly eventWithTime[]): void {
    for (const { type, data, timestamp: at } of events) {
      if (type !== EventType.IncrementalSnapshot || data.source !== IncrementalSource.Mutation) continue;
      for (const [, id] of imagesNamed(data))
        if (id !== null && this.#coming.length < MOST_KNOWN) this.#coming.push({ at, id });
    }
  }

  /** It is this time now. Returns whether anything that was to come has. */
  passed(ts: number): boolean {
    const later = this.#coming.findIndex(({ at }) => at > ts);
    const passed = later < 0 ? this.#coming.length : later;
    this.#coming.splice(0, passed);
    return passed > 0;
  }

  /** The next ones. */
  next(): readonly string[] {
    return this.#coming.slice(0, AHEAD).map(({ id }) => id);
  }
}
