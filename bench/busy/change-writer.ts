import { ChangeType } from "../../src/replay/record/change-record.ts";
import { RecordType } from "../../src/replay/record/shared-record.ts";
import type { ElementNode, PageNode } from "./page.ts";
import { nextOf, type PageWriter } from "./page-writer.ts";

const DEFAULT_ROLE = 0;

/** As SDK 7.10 and later write: counted nodes, and a table of strings. */
export function changeWriter(): PageWriter {
  const ids = new Map<PageNode, number>();
  const strings = new Map<string, number>();
  let fresh: string[] = [];
  // The document and its doctype come first.
  let count = 2;
  const text = (value: string): number => {
    const known = strings.get(value);
    if (known !== undefined) return known;
    const id = strings.size;
    strings.set(value, id);
    fresh.push(value);
    return id;
  };
  const takeStrings = (): unknown[] => {
    const added = fresh;
    fresh = [];
    return added.length === 0 ? [] : [[ChangeType.AddRoleAnnotatedStrings, [DEFAULT_ROLE, ...added]]];
  };
  const idOf = (node: PageNode): number => ids.get(node) ?? 0;
  const pair = (element: ElementNode, name: string) => [text(name), text(element.attributes.get(name) ?? "")];
  const add = (items: unknown[], node: PageNode, insertion: number): void => {
    const id = count++;
    ids.set(node, id);
    if (node.kind === "text") {
      items.push([insertion, text("#text"), text(node.text)]);
      return;
    }
    const attributes = Array.from(node.attributes.keys(), (name) => pair(node, name));
    items.push([insertion, text(node.tag.toUpperCase()), ...attributes]);
    for (const child of node.children) add(items, child, count - id);
  };
  return {
    format: "change",
    idOf,
    snapshot(html, style) {
      const items: unknown[] = [
        [null, text("#document")],
        [1, text("#doctype"), text("html"), text(""), text("")],
      ];
      add(items, html, 0);
      const sheet = [
        [ChangeType.AddStyleSheet, [text(style.css ?? "")]],
        [ChangeType.AttachedStyleSheets, [idOf(style), 0]],
      ];
      const scroll = [ChangeType.ScrollPosition, [0, 0, 0]];
      const data = [...takeStrings(), [ChangeType.AddNode, ...items], scroll, ...sheet];
      return { type: RecordType.FullSnapshot, format: 1, data };
    },
    batch(changes) {
      const adds: unknown[] = [];
      const removes: number[] = [];
      const attributes: unknown[] = [];
      const texts: unknown[] = [];
      for (const change of changes) {
        if (change.kind === "remove") removes.push(idOf(change.node));
        else if (change.kind === "text") texts.push([idOf(change.node), text(change.node.text)]);
        else if (change.kind === "attribute")
          attributes.push([idOf(change.node), pair(change.node, change.name)]);
        else {
          const next = nextOf(change.node);
          add(adds, change.node, next ? idOf(next) - count : count - idOf(change.node.parent ?? change.node));
        }
      }
      const written = [
        [ChangeType.AddNode, ...adds],
        [ChangeType.RemoveNode, ...removes],
        [ChangeType.Attribute, ...attributes],
        [ChangeType.Text, ...texts],
      ].filter(({ length }) => length > 1);
      return { type: RecordType.Change, data: [...takeStrings(), ...written] };
    },
  };
}
