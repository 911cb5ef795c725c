import { readFile } from "node:fs/promises";
import type { Browser } from "playwright";

/**
 * Resident bytes of the browser's largest renderer, which is that of the open page; null where the system does not
 * tell (only Linux does, in `/proc`).
 */
export async function rendererMemory(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const sizes = await Promise.all(renderers.map(({ id }) => residentBytes(id)));
  const known = sizes.filter((size) => size !== null);
  return known.length === 0 ? null : Math.max(...known);
}

async function residentBytes(process: number): Promise<number | null> {
  const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
