import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Places } from "./product.ts";

/** Folders of the built program; `entry`: the address of a file in `dist/server`. */
export function placesOf(entry: string): Places {
  const root = resolve(dirname(fileURLToPath(entry)), "../..");
  return {
    client: join(root, "dist/client"),
    samples: join(root, "samples/recordings"),
    scanThread: pathToFileURL(join(root, "dist/server/scan-thread.js")),
    judgeThread: pathToFileURL(join(root, "dist/server/judge-thread.js")),
  };
}
