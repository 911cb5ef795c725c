import type { ControlPayload } from "../worker/protocol.ts";

/** Has a form control of the recorded page show what rrweb has no event for. */
export function setControl(
  control: Node | null,
  payload: ControlPayload,
  nodeOf: (id: number) => Node | null,
): void {
  // The page's elements are of another realm, in which `instanceof` would not know them.
  if (control === null) return;
  if ("indeterminate" in payload) (control as HTMLInputElement).indeterminate = payload.indeterminate;
  else if ("file" in payload) setFile(control as HTMLInputElement, payload.file);
  else select(control as HTMLSelectElement, new Set(payload.selected.map(nodeOf)));
}

/** The only way to have a name in a file field: a file of that name, and without content. */
function setFile(field: HTMLInputElement, name: string): void {
  const files = new DataTransfer();
  if (name !== "") files.items.add(new File([], name));
  field.files = files.files;
}

function select(list: HTMLSelectElement, selected: ReadonlySet<Node | null>): void {
  const options = [...list.options];
  if (list.multiple) for (const option of options) option.selected = selected.has(option);
  else list.selectedIndex = options.findIndex((option) => selected.has(option));
}
