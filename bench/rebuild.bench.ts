// whether the page at the end of each view is what the decoder says it is, node for node: rebuild FOLDER
import { type Page, chromium } from "playwright";
import { browserLaunchOptions } from "../scripts/browser.mjs";
import { type Recording, readRecordings } from "./recording.ts";
import type { rebuild } from "./rebuild/page.ts";
import { buildPage } from "./rebuild/build-page.ts";
import { readViews } from "./rebuild/read-views.ts";
import { printTable } from "./table.ts";

// Each view is brought to its end by the stage's player, in one go and event by event, and compared with the
// decoder's document: tags, attributes, texts, shadow trees, rules of style sheets, form controls, scroll positions.

/** How many differences are told of one view. */
const TOLD = 5;

interface Rebuilt {
  readonly row: readonly string[];
  readonly wrong: readonly string[];
}

/** Rebuilds all views of a folder's recordings and prints a row for each recording; 1 when something differs. */
export async function bench(argv: readonly string[]): Promise<number> {
  const [folder] = argv;
  if (folder === undefined) {
    console.error("which folder of recordings? npm run bench rebuild FOLDER");
    return 1;
  }
  const script = await buildPage();
  const browser = await chromium.launch(browserLaunchOptions());
  const rebuilt: Rebuilt[] = [];
  try {
    const page = await browser.newPage();
    await page.route("**/*", (route) => route.abort());
    await page.addScriptTag({ content: script });
    for (const recording of await readRecordings(folder))
      rebuilt.push(await rebuildRecording(page, recording));
  } finally {
    await browser.close();
  }
  printTable(
    ["recording", "SDK", "views", "sought: differences", "played: differences"],
    rebuilt.map(({ row }) => row),
  );
  const wrong = rebuilt.flatMap((each) => each.wrong);
  for (const line of wrong) console.log(line);
  return wrong.length === 0 ? 0 : 1;
}

async function rebuildRecording(page: Page, { name, sdkVersion, folder }: Recording): Promise<Rebuilt> {
  const views = await readViews(folder);
  const counts = { sought: 0, played: 0 };
  const wrong: string[] = [];
  for (const [at, segments] of views.entries()) {
    const found = await page.evaluate(
      (all) => (window as unknown as { readonly rebuild: typeof rebuild }).rebuild(all),
      segments,
    );
    for (const way of ["sought", "played"] as const) {
      counts[way] += found[way].length;
      wrong.push(...found[way].slice(0, TOLD).map((line) => `${name}, view ${at}, ${way}: ${line}`));
    }
  }
  const row = [name, sdkVersion, String(views.length), String(counts.sought), String(counts.played)];
  return { row, wrong };
}
