import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { build } from "vite";

/** Builds the program of a thread into a folder, as the server's build does. */
export async function buildThread(program: URL, folder: string): Promise<URL> {
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      copyPublicDir: false,
      ssr: fileURLToPath(program),
      rolldownOptions: { output: { entryFileNames: "thread.mjs" } },
    },
  });
  return pathToFileURL(join(folder, "thread.mjs"));
}
