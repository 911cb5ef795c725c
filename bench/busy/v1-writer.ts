import { IncrementalType, RecordType } from "../../src/replay/record/shared-record.ts";
import { V1NodeType } from "../../src/replay/record/v1-record.ts";
import type { PageNode } from "./page.ts";
import { nextOf, type PageWriter } from "./page-writer.ts";

const DOCUMENT_ID = 0;
const DOCTYPE_ID = 1;

/** As SDKs 3 to 6 write: trees of nodes with lasting ids. */
export function v1Writer(): PageWriter {
  const ids = new Map<PageNode, number>();
  const idOf = (node: PageNode): number => {
    const id = ids.get(node) ?? ids.size + DOCTYPE_ID + 1;
    ids.set(node, id);
    return id;
  };
  const written = (node: PageNode): { readonly id: number } => {
    const id = idOf(node);
    if (node.kind === "text") return { type: V1NodeType.Text, id, textContent: node.text } as { id: number };
    const css = node.css === undefined ? {} : { _cssText: node.css };
    const attributes = { ...Object.fromEntries(node.attributes), ...css };
    const element = { type: V1NodeType.Element, tagName: node.tag, attributes };
    return { ...element, id, childNodes: node.children.map(written) } as { id: number };
  };
  return {
    format: "v1",
    idOf,
    snapshot(html) {
      const doctype = {
        type: V1NodeType.DocumentType,
        id: DOCTYPE_ID,
        name: "html",
        publicId: "",
        systemId: "",
      };
      const node = { type: V1NodeType.Document, id: DOCUMENT_ID, childNodes: [doctype, written(html)] };
      return { type: RecordType.FullSnapshot, format: 0, data: { node, initialOffset: { left: 0, top: 0 } } };
    },
    batch(changes) {
      const adds: object[] = [];
      const removes: object[] = [];
      const attributes: object[] = [];
      const texts: object[] = [];
      for (const change of changes) {
        const { node } = change;
        const parent = node.parent ?? change.node;
        const next = nextOf(node);
        if (change.kind === "add") {
          adds.push({ parentId: idOf(parent), nextId: next ? idOf(next) : null, node: written(node) });
        } else if (change.kind === "remove") {
          removes.push({ id: idOf(node), parentId: idOf(change.from) });
        } else if (change.kind === "text") texts.push({ id: idOf(node), value: change.node.text });
        else {
          const value = change.node.attributes.get(change.name) ?? null;
          attributes.push({ id: idOf(node), attributes: { [change.name]: value } });
        }
      }
      const data = { source: IncrementalType.Mutation, adds, removes, attributes, texts };
      return { type: RecordType.Incremental, data };
    },
  };
}
