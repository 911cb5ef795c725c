import { createViewDecoder } from "../create-view-decoder.ts";
import type { ViewDecoder } from "../view-decoder.ts";
import { changeSnapshot, meta } from "./records.ts";

/** A decoder that has seen a snapshot in the Change format with the given nodes in it, from id 5 on. */
export function openChange(nodes: readonly unknown[], more: readonly unknown[] = []): ViewDecoder {
  const decoder = createViewDecoder();
  decoder.decode(0, [meta(), changeSnapshot(nodes, more)]);
  return decoder;
}
