import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BrowserContextOptions, Page } from "playwright";
import { runnerImport } from "vite";

/** What a page's script is given. */
export interface Visit {
  readonly page: Page;
  /** The major of the SDK that records. */
  readonly sdkMajor: number;
  /**
   * Takes a screenshot when the page has come to rest. The pointer is moved away first, to the lower right corner; with
   * `hover`, a selector, onto the middle of that element; with `null` it is left where it is.
   */
  frame(note: string, hover?: string | null): Promise<void>;
}

/** What a page's `steps.mjs` exports by default. */
export interface PageScript {
  readonly description: string;
  /** Path of the document to begin with, below the page's folder; `/` unless given. */
  readonly path?: string;
  /** Majors of the SDK to record with; 7 unless given. */
  readonly sdk?: readonly number[];
  /** Goes to Playwright; the viewport is 1280 × 720 unless given. */
  readonly context?: BrowserContextOptions;
  readonly scrollbars?: "hidden" | "classic";
  /** Goes to the SDK's `init`, over what the recorder sets. */
  readonly init?: object;
  /** What the frames show and the SDK does not record. */
  readonly limits?: readonly string[];
  /** Uses the page, which is loaded and being recorded. */
  steps(visit: Visit): Promise<void>;
}

export interface RecordedPage {
  readonly name: string;
  readonly folder: string;
  readonly script: PageScript;
}

/**
 * The pages in a folder: each a folder with `steps.mjs` in it, in order of name. With `names`, only those.
 * @throws when there are none, or a `steps.mjs` exports no `steps` by default.
 */
export async function readPages(folder: string, names: readonly string[]): Promise<readonly RecordedPage[]> {
  const pages: RecordedPage[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const path = resolve(join(folder, name, "steps.mjs"));
    const isPage = await stat(path).catch(() => null);
    if (isPage === null || (names.length > 0 && !names.includes(name))) continue;
    // The runner that loads the measurements is closed by now.
    const { module } = await runnerImport(path);
    if (!hasScript(module)) throw new Error(`${path} exports no {description, steps} by default`);
    pages.push({ name, folder: join(folder, name), script: module.default });
  }
  if (pages.length === 0) throw new Error(`no such pages in ${folder}: expected folders with steps.mjs`);
  return pages;
}

function hasScript(loaded: unknown): loaded is { readonly default: PageScript } {
  if (typeof loaded !== "object" || loaded === null || !("default" in loaded)) return false;
  const script = loaded.default;
  return typeof script === "object" && script !== null && "steps" in script && "description" in script;
}
