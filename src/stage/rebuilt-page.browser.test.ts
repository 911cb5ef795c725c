import { expect, test } from "vitest";
import type { RawRecord } from "../replay/record/raw-record.ts";
import { rebuildView } from "./rebuild-view.fixture.ts";
import { decodeView } from "./rebuilt-page.fixture.ts";

// Feeds real recordings to the real player and compares the page it ends up with, node for node, with what the
// decoder says the page is.

const files = import.meta.glob<string>("/e2e/fixtures/recordings/*/segments/*.bin", {
  query: "?url",
  import: "default",
  eager: true,
});

interface View {
  readonly name: string;
  readonly urls: string[];
}

function viewsOfRecordings(): View[] {
  const views = new Map<string, string[]>();
  for (const [path, url] of Object.entries(files)) {
    const [, recording, view, index] = /recordings\/([^/]+)\/segments\/(\d+)-(\d+)\.bin$/.exec(path) ?? [];
    const name = `${recording}, view ${view}`;
    const urls = views.get(name) ?? [];
    urls[Number(index)] = url;
    views.set(name, urls);
  }
  return [...views].map(([name, urls]) => ({ name, urls }));
}

async function recordsOf(url: string): Promise<RawRecord[]> {
  const { body } = await fetch(url);
  const text = await new Response(body?.pipeThrough(new DecompressionStream("deflate"))).text();
  return (JSON.parse(text) as { records: RawRecord[] }).records;
}

const views = viewsOfRecordings();

test.each(views)("$name: a seek to the end rebuilds the decoder's page", async ({ urls }) => {
  expect(await rebuildView(decodeView(await Promise.all(urls.map(recordsOf))), "sought")).toEqual([]);
});

test.each(views)("$name: plain playback ends with the decoder's page", async ({ urls }) => {
  expect(await rebuildView(decodeView(await Promise.all(urls.map(recordsOf))), "played")).toEqual([]);
});
