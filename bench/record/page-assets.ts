import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BrowserContext, Response } from "playwright";

const KEPT = new Set(["image", "font", "stylesheet", "media"]);

/** Keeps what the pages of a context load: images, fonts, style sheets, media. `write` puts it into a recording. */
export function keepAssets(context: BrowserContext): { write(folder: string): Promise<void> } {
  const bodies = new Map<string, Promise<{ readonly body: Buffer; readonly contentType: string } | null>>();
  context.on("response", (response) => {
    const url = response.url();
    if (!KEPT.has(response.request().resourceType()) || !/^https?:/.test(url) || !response.ok()) return;
    // Media come in parts; the whole is asked for again below.
    const isPart = response.status() === 206;
    bodies.set(url, isPart ? whole(url) : bodyOf(response));
  });
  return {
    async write(folder) {
      await mkdir(join(folder, "assets"), { recursive: true });
      const index: Record<string, { file: string; contentType: string }> = {};
      for (const [url, coming] of bodies) {
        const kept = await coming;
        if (kept === null) continue;
        const name = basename(new URL(url).pathname).slice(-60) || "index";
        const file = `assets/${String(Object.keys(index).length).padStart(3, "0")}-${name}`;
        index[url] = { file, contentType: kept.contentType };
        await writeFile(join(folder, file), kept.body);
      }
      await writeFile(join(folder, "assets.json"), `${JSON.stringify(index, null, 1)}\n`);
    },
  };
}

const typeOf = (contentType: string | null | undefined) => contentType ?? "application/octet-stream";

/** Null where the page was left before the body could be read. */
async function bodyOf(response: Response) {
  const body = await response.body().catch(() => null);
  return body && { body, contentType: typeOf(response.headers()["content-type"]) };
}

async function whole(url: string) {
  const response = await fetch(url);
  return {
    body: Buffer.from(await response.arrayBuffer()),
    contentType: typeOf(response.headers.get("content-type")),
  };
}
