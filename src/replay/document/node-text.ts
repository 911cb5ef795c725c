import { type ElementNode, isParent, type PageNode } from "./page-node.ts";

const SILENT = new Set(["style", "script", "template", "noscript"]);

/** The text below a node, light tree first, cut off soon after `limit` characters. Styles and scripts have none. */
export function textOf(top: PageNode, limit: number): string {
  let text = "";
  const pending: PageNode[] = [top];
  for (let node = pending.pop(); node && text.length < limit; node = pending.pop()) {
    if (node.kind === "text") text += node.text;
    if (!isParent(node) || (node.kind === "element" && SILENT.has(node.tag))) continue;
    if (node.kind === "element" && node.shadowRoot) pending.push(node.shadowRoot);
    for (let child = node.last; child; child = child.previous) pending.push(child);
  }
  return text;
}

const LABEL_LENGTH = 80;
const LABEL_ATTRIBUTES = ["aria-label", "title", "alt", "placeholder", "name"];

/** What a person would call a node: its visible text, else an attribute that names it. At most 80 characters. */
export function labelFor(node: PageNode): string | undefined {
  if (node.kind === "text") return shortened(node.text) ?? (node.parent ? labelFor(node.parent) : undefined);
  if (node.kind !== "element") return undefined;
  const text = node.tag === "select" ? undefined : shortened(textOf(node, 4 * LABEL_LENGTH));
  return text ?? buttonText(node) ?? firstAttribute(node);
}

function buttonText(element: ElementNode): string | undefined {
  const type = element.attributes.get("type");
  const isButton = element.tag === "input" && (type === "submit" || type === "button" || type === "reset");
  return isButton ? shortened(element.attributes.get("value") ?? "") : undefined;
}

function firstAttribute(element: ElementNode): string | undefined {
  for (const name of LABEL_ATTRIBUTES) {
    const value = shortened(element.attributes.get(name) ?? "");
    if (value !== undefined) return value;
  }
  return undefined;
}

function shortened(text: string): string | undefined {
  const plain = text.trim().replaceAll(/\s+/g, " ");
  if (plain === "") return undefined;
  return plain.length <= LABEL_LENGTH ? plain : `${plain.slice(0, LABEL_LENGTH - 1).trimEnd()}…`;
}
