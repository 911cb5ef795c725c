import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// One command builds three things: the viewer and the stage (two documents of the browser environment)
// and the server (the ssr environment, a Node program). Dependencies of the server stay in node_modules:
// one of them is a native module.
export default defineConfig({
  plugins: [react(), tailwindcss()],
  worker: { format: "es" },
  environments: {
    client: {
      build: {
        outDir: "dist/client",
        sourcemap: true,
        // The server names in a page's answer what the page will ask for next.
        manifest: true,
        // Nothing may become a data: address by surprise: the pages' policies allow scripts from 'self' only.
        assetsInlineLimit: 0,
        rolldownOptions: { input: { viewer: path("index.html"), stage: path("src/stage/stage.html") } },
      },
    },
    ssr: {
      resolve: { external: true },
      build: {
        outDir: "dist/server",
        copyPublicDir: false,
        ssr: true,
        sourcemap: true,
        rolldownOptions: {
          input: {
            main: path("src/server/main.ts"),
            keep: path("src/server/keep-main.ts"),
            "scan-thread": path("src/server/keyframes/scan.thread.ts"),
            "judge-thread": path("src/server/intake/judge.thread.ts"),
          },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
  server: { proxy: { "/bff": "http://127.0.0.1:8080", "/api": "http://127.0.0.1:8080" } },
});
