import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { build } from "vite";

/** Builds the thread's program into a folder, as the server's build does. */
export async function buildThread(folder: string): Promise<URL> {
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      copyPublicDir: false,
      ssr: fileURLToPath(new URL("scan.thread.ts", import.meta.url)),
      rolldownOptions: { output: { entryFileNames: "scan-thread.mjs" } },
    },
  });
  return pathToFileURL(join(folder, "scan-thread.mjs"));
}
