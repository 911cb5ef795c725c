import { z } from "zod";

// What a page asks for next, named in its answer, so that the browser asks for it beside the page's first script. The
// build says what that is, in a file like this:
//
//   { "src/viewer/pages/replay/replay-page.tsx": { file: "assets/replay-page-….js", imports: [keys], css: [files] } }

const entrySchema = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
  assets: z.array(z.string()).default([]),
});
type Entry = z.infer<typeof entrySchema>;

/** The build's files by what they were made from. */
export const buildManifestSchema = z.record(z.string(), entrySchema);
export type BuildManifest = z.infer<typeof buildManifestSchema>;

const PAGES = {
  replay: "src/viewer/pages/replay/replay-page.tsx",
  embed: "src/viewer/pages/embed/embed-page.tsx",
};
const VIEWER = "index.html";
const STAGE = "src/stage/stage.html";

/**
 * The `Link` header of a page that shows a session: its own code, and what the stage in it consists of, its worker
 * included. Undefined where the build does not say.
 */
export function linksOf(manifest: BuildManifest, page: keyof typeof PAGES): string | undefined {
  const named = new Set(reached(manifest, VIEWER));
  const own = reached(manifest, PAGES[page]).filter((entry) => !named.has(entry));
  const stage = reached(manifest, STAGE).filter((entry) => !named.has(entry) && !own.includes(entry));
  const stageFiles = stage.flatMap(({ file, css, assets }) => [file].concat(css, assets));
  const links = [
    ...own.map(({ file }) => link(file, "rel=modulepreload")),
    ...own.flatMap(({ css }) => css).map((file) => link(file, "rel=preload; as=style; crossorigin")),
    ...stageFiles.map((file) => link(file, "rel=prefetch")),
  ];
  return links.length === 0 ? undefined : links.join(", ");
}

const link = (file: string, how: string) => `</${file}>; ${how}`;

/** What is loaded with an entry, itself included. */
function reached(manifest: BuildManifest, key: string, seen = new Set<Entry>()): readonly Entry[] {
  const entry = manifest[key];
  if (entry === undefined || seen.has(entry)) return [...seen];
  seen.add(entry);
  for (const other of entry.imports) reached(manifest, other, seen);
  return [...seen];
}
