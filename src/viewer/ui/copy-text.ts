/**
 * Puts a text on the clipboard.
 * @throws when the browser does not allow it; pages without https have no clipboard at all, loopback apart.
 */
export async function copyText(text: string): Promise<void> {
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) throw new Error("pages without https have no clipboard");
  await clipboard.writeText(text);
}
