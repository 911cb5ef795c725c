import { fileURLToPath } from "node:url";
import { build } from "vite";

const ENTRY = fileURLToPath(new URL("page.ts", import.meta.url));

/**
 * Bundles the page's script.
 * @throws when there is not exactly one bundle with a script.
 */
export async function buildPage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, lib: { entry: ENTRY, formats: ["iife"], name: "page" } },
  });
  const [bundle] = [built].flat();
  const script =
    bundle && "output" in bundle ? bundle.output.find(({ type }) => type === "chunk") : undefined;
  if (script?.type !== "chunk") throw new Error("the page's script could not be bundled");
  return script.code;
}
