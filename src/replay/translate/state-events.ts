import { IncrementalSource, MediaInteractions } from "@rrweb/types";
import type { PageDocument } from "../document/page-document.ts";
import type { DocumentNode, ElementNode } from "../document/page-node.ts";
import type { AttributeTranslator } from "./attributes.ts";
import type { EventSink } from "./event-sink.ts";
import { eventId, shownNode } from "./node-builder.ts";

// What changes about nodes beside the tree: scroll positions, playing media. New nodes bring most of it as attributes.

/** Appends an event for each given node that is in the replay. Must follow the mutation that made the content. */
export function pushScrolls(nodes: Iterable<DocumentNode | ElementNode>, sink: EventSink): void {
  for (const node of nodes) {
    if (node.gone || shownNode(node) !== node) continue;
    const { x, y } = (node.kind === "document" ? node.scroll : node.state?.scroll) ?? { x: 0, y: 0 };
    sink.incremental({ source: IncrementalSource.Scroll, id: eventId(node), x, y });
  }
}

/**
 * Appends an event for each media element that began or stopped playing. Times are not recorded; the other
 * members are given since the player would guess them, inverted.
 */
export function pushMedia(page: PageDocument, attributes: AttributeTranslator, sink: EventSink): void {
  for (const element of page.journal.media) {
    if (element.gone || page.isNew(element) || shownNode(element) !== element) continue;
    if (!attributes.isPlayable(element)) continue;
    sink.incremental({
      source: IncrementalSource.MediaInteraction,
      id: eventId(element),
      type: element.state?.media === "played" ? MediaInteractions.Play : MediaInteractions.Pause,
      currentTime: 0,
      muted: true,
      volume: 1,
      loop: element.attributes.has("loop"),
      playbackRate: 1,
    });
  }
}
