import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { getMimeType } from "hono/utils/mime";
import { unreachable } from "../../base/assert.ts";
import { buildManifestSchema, linksOf } from "./page-links.ts";

// The built viewer and stage. Small enough to be held in memory, which also means that a build beside a
// running server never mixes two versions.

/** Content codings that a file is offered in. */
export type FileCoding = "br" | "gzip" | "identity";

export interface ViewerFile {
  readonly contentType: string;
  /** Its name changes with its content (Vite's hash in the name). */
  readonly hashed: boolean;
  /** Strong; each coding has its own. */
  etag(coding: FileCoding): string;
  /** The content in that coding; compressed at the first call. */
  content(coding: FileCoding): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ViewerFiles {
  /** The viewer's page, whatever its address. */
  readonly viewer: ViewerFile;
  /** The player document. */
  readonly stage: ViewerFile;
  /** Everything else by its path in addresses, for example `/assets/viewer-BXbQ2k.js`. */
  readonly assets: ReadonlyMap<string, ViewerFile>;
  /** The `Link` headers of pages that show a session. */
  readonly links: { readonly replay: string | undefined; readonly embed: string | undefined };
}

const VIEWER = "/index.html";
const STAGE = "/src/stage/stage.html";
/** Says which file holds what; nobody asks for it. */
const MANIFEST = "/.vite/manifest.json";

/**
 * Reads the built client files.
 * @throws when the folder has no built viewer; the message says what to do.
 */
export async function readViewerFiles(directory: string): Promise<ViewerFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, ViewerFile>();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith(".map")) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(directory, path).split(sep).join("/")}`;
    files.set(address, viewerFile(address, await readFile(path)));
  }
  const viewer = files.get(VIEWER);
  const stage = files.get(STAGE);
  if (viewer === undefined || stage === undefined) {
    throw new Error(`no built viewer in ${directory}: run npm run build`);
  }
  const isAsset = (address: string) => !address.endsWith(".html") && address !== MANIFEST;
  const assets = new Map([...files].filter(([address]) => isAsset(address)));
  return { viewer, stage, assets, links: await linksIn(files.get(MANIFEST)) };
}

async function linksIn(manifest: ViewerFile | undefined): Promise<ViewerFiles["links"]> {
  const text = manifest && new TextDecoder().decode(await manifest.content("identity"));
  const built = buildManifestSchema.parse(text === undefined ? {} : JSON.parse(text));
  return { replay: linksOf(built, "replay"), embed: linksOf(built, "embed") };
}

function viewerFile(address: string, bytes: Buffer<ArrayBuffer>): ViewerFile {
  const contentType = getMimeType(address) ?? "application/octet-stream";
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const compressed = new Map<FileCoding, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    contentType,
    hashed: address.startsWith("/assets/"),
    etag: (coding) => (coding === "identity" ? `"${hash}"` : `"${hash}-${coding}"`),
    content(coding) {
      const held = compressed.get(coding) ?? compress(bytes, coding);
      compressed.set(coding, held);
      return held;
    },
  };
}

const brotli = promisify(brotliCompress);
const BROTLI_QUALITY = 7;

function compress(bytes: Buffer<ArrayBuffer>, coding: FileCoding): Promise<Uint8Array<ArrayBuffer>> {
  switch (coding) {
    case "br":
      return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
    case "gzip":
      return promisify(gzip)(bytes);
    case "identity":
      return Promise.resolve(bytes);
    default:
      return unreachable(coding);
  }
}
