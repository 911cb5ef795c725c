// Who may import whom, as an allow-list: whatever no line allows is an error. The table is the one in
// docs/architecture.md. Type-only and dynamic imports count.

/** The storage ports and what they take and give: all that others see of the store's folder. */
const storagePorts = [
  "driver",
  "pack",
  "session-listing",
  "stored-keep",
  "stored-playlist",
  "stored-resource",
  "stored-rum-event",
  "stored-segment",
  "stored-session",
  "stored-watch",
  "view-listing",
].map((name) => `src/server/storage/${name}.ts`);

/** Folder → what it may import besides itself: folders of src, and npm packages by name. */
const allowed = {
  "src/base": { folders: [], packages: [] },
  "src/replay/record": { folders: ["src/base"], packages: [] },
  "src/replay/segment": { folders: ["src/base", "src/replay/record"], packages: [] },
  "src/replay/document": { folders: ["src/base", "src/replay/record"], packages: [] },
  "src/replay/translate": {
    folders: ["src/base", "src/replay/record", "src/replay/document"],
    packages: ["@rrweb/types"],
  },
  "src/replay/timeline": { folders: ["src/base", "src/replay/record"], packages: [] },
  "src/replay/view": {
    folders: [
      "src/base",
      "src/replay/record",
      "src/replay/segment",
      "src/replay/timeline",
      "src/replay/translate",
    ],
    packages: ["@rrweb/types"],
  },
  "src/wire": { folders: ["src/base"], packages: ["zod"] },
  "src/stage/worker": {
    folders: ["src/base", "src/replay", "src/wire"],
    packages: ["@rrweb/types"],
  },
  "src/stage/player": {
    folders: [
      "src/base",
      "src/replay/timeline",
      "src/wire",
      "src/stage/worker/client.ts",
      "src/stage/worker/protocol.ts",
    ],
    packages: ["rrweb-player", "@rrweb/types"],
  },
  "src/stage": { folders: ["src/base", "src/wire", "src/stage"], packages: [] },
  "src/viewer/ui": {
    folders: ["src/base"],
    packages: ["react", "radix-ui", "lucide-react", "sonner", "clsx", "react-resizable-panels"],
  },
  "src/viewer/api": { folders: ["src/base", "src/wire"], packages: ["react", "@tanstack/react-query"] },
  "src/viewer/keyframes": { folders: ["src/base", "src/wire"], packages: ["idb"] },
  "src/viewer/pager": {
    folders: ["src/base", "src/replay/timeline", "src/wire", "src/viewer/api", "src/viewer/keyframes"],
    packages: ["react", "@tanstack/react-query"],
  },
  "src/viewer/player": {
    folders: ["src/base", "src/replay/timeline", "src/wire", "src/viewer/ui"],
    packages: ["react", "react-hotkeys-hook", "lucide-react", "clsx"],
  },
  "src/viewer/timeline": {
    folders: ["src/base", "src/replay/timeline", "src/wire", "src/viewer/ui", "src/viewer/player"],
    packages: ["react", "clsx", "lucide-react"],
  },
  "src/viewer/panels": {
    folders: ["src/base", "src/replay/timeline", "src/wire", "src/viewer/ui", "src/viewer/player"],
    packages: ["react", "clsx", "lucide-react", "@tanstack/react-virtual"],
  },
  "src/viewer/pages": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/translate/checkpoint-version.ts",
      "src/viewer/ui",
      "src/viewer/api",
      "src/viewer/keyframes",
      "src/viewer/pager",
      "src/viewer/player",
      "src/viewer/timeline",
      "src/viewer/panels",
    ],
    packages: [
      "react",
      "react-dom",
      "clsx",
      "lucide-react",
      "@tanstack/react-query",
      "@tanstack/react-router",
      "@tanstack/react-virtual",
      "react-resizable-panels",
      "react-hotkeys-hook",
      "zod",
    ],
  },
  "src/viewer/app": {
    folders: ["src/base", "src/viewer/pages", "src/viewer/api", "src/viewer/ui"],
    packages: [
      "react",
      "react-dom",
      "@tanstack/react-query",
      "@tanstack/react-router",
      "sonner",
      "tailwindcss",
    ],
  },
  "src/server/storage": { folders: ["src/base"], packages: ["libsql", "kysely", "zod"], node: true },
  "src/server/sources": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/segment",
      "src/server/keyframes/derived-store.ts",
      "src/server/keyframes/manifest.ts",
      ...storagePorts,
    ],
    packages: ["zod", "undici"],
    node: true,
  },
  "src/server/keyframes": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/segment",
      "src/replay/timeline",
      "src/replay/translate",
      "src/replay/view",
      "src/server/inflate",
      ...storagePorts,
    ],
    packages: ["zod"],
    node: true,
  },
  "src/server/inflate": { folders: ["src/base", "src/replay/segment"], packages: [], node: true },
  "src/server/intake": {
    folders: ["src/base", "src/wire", "src/replay/segment", "src/server/inflate", ...storagePorts],
    packages: ["zod", "@fastify/busboy", "bowser"],
    node: true,
  },
  "src/server/keep": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/segment",
      "src/server/intake/limits.ts",
      "src/server/intake/refusal.ts",
      "src/server/intake/rum-upload.ts",
      "src/server/intake/segment-check.ts",
      "src/server/sources/session-feed.ts",
      "src/server/sources/source.ts",
      ...storagePorts,
    ],
    packages: ["zod"],
    node: true,
  },
  "src/server/routes": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/segment",
      "src/server/sources/playlists.ts",
      "src/server/sources/source.ts",
      "src/server/sources/viewership.ts",
      "src/server/assets",
      "src/server/intake",
      "src/server/keep",
    ],
    packages: ["hono", "@hono/node-server", "hono-rate-limiter", "zod", "prom-client"],
    node: true,
  },
  "src/server/assets": {
    folders: [
      "src/base",
      "src/wire",
      "src/replay/translate/address.ts",
      "src/replay/translate/css-addresses.ts",
      "src/replay/translate/css-states.ts",
    ],
    packages: [],
    node: true,
  },
  "src/server/forward": {
    folders: [
      "src/base",
      "src/server/intake/intake.ts",
      "src/server/intake/received-upload.ts",
      "src/server/storage/database.ts",
      "src/server/storage/durable-folder.ts",
      "src/server/storage/write-queue.ts",
    ],
    packages: ["undici"],
    node: true,
  },
  "src/server/samples": {
    folders: ["src/base", "src/server/intake"],
    packages: ["zod"],
    node: true,
  },
  "src/server": {
    folders: ["src/base", "src/wire", "src/server", "src/replay/segment"],
    packages: ["hono", "@hono/node-server", "pino", "prom-client", "undici", "zod"],
    node: true,
  },
};

const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
const inFolder = (folder) => (folder.endsWith(".ts") ? `^${escape(folder)}$` : `^${escape(folder)}/`);
const nested = (folder) => Object.keys(allowed).filter((other) => other.startsWith(`${folder}/`));

const rules = Object.entries(allowed).map(([folder, may]) => ({
  name: `${folder}-imports`,
  severity: "error",
  comment: `${folder} may import only what .ci/boundaries.cjs lists for it`,
  from: {
    path: inFolder(folder),
    pathNot: [String.raw`\.(test|contract|fixture)\.tsx?$`, ...nested(folder).map(inFolder)],
  },
  to: {
    pathNot: [
      inFolder(folder),
      ...may.folders.map(inFolder),
      // pnpm and npm both put a package's files below node_modules/<name>/.
      ...may.packages.map((name) => `node_modules/${escape(name)}/`),
      ...may.packages.map((name) => `node_modules/@types/${escape(name)}/`),
    ],
    ...(may.node ? { dependencyTypesNot: ["core"] } : {}),
  },
}));

module.exports = {
  forbidden: [
    ...rules,
    { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "every-folder-has-a-rule",
      severity: "error",
      comment: "a new folder of src needs a line in .ci/boundaries.cjs",
      from: { path: "^src/", pathNot: Object.keys(allowed).map(inFolder) },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css", ".d.ts"],
    },
  },
};
