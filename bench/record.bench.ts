// records pages of your own with the SDK, with screenshots to measure by: record PAGES --out FOLDER [--sdk 3,7] [NAME …]
import { parseArgs } from "node:util";
import { readPages } from "./record/page-folder.ts";
import { recordPage } from "./record/record-page.ts";

const USAGE = "which pages, and where to? npm run bench record PAGES --out FOLDER [--sdk 3,7] [NAME …]";

/** Records each page of a folder with each major of the SDK that its script, or `--sdk`, names. */
export async function bench(argv: readonly string[]): Promise<number> {
  const options = { out: { type: "string" }, sdk: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [folder, ...names] = positionals;
  if (folder === undefined || values.out === undefined) {
    console.error(USAGE);
    return 1;
  }
  const wanted = values.sdk?.split(",").map(Number);
  let failures = 0;
  for (const page of await readPages(folder, names)) {
    for (const sdkMajor of wanted ?? page.script.sdk ?? [7]) {
      try {
        console.log(await recordPage(page, sdkMajor, values.out));
      } catch (error) {
        failures += 1;
        console.error(`${page.name} with SDK ${sdkMajor}: ${String(error)}`);
      }
    }
  }
  return failures > 0 ? 1 : 0;
}
