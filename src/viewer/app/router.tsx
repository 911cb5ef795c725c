import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { embedSearchSchema } from "../pages/embed/embed-search.ts";
import { PlaylistsPage } from "../pages/playlists/playlists-page.tsx";
import { playlistsSearchSchema } from "../pages/playlists/playlists-search.ts";
import { replaySearchSchema } from "../pages/replay/replay-search.ts";
import { SessionsPage } from "../pages/sessions/sessions-page.tsx";
import { readSessionSearch } from "../pages/sessions/session-search.ts";
import { CrashPage } from "./crash-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { parseSearch, stringifySearch } from "./search-params.ts";
import { Shell } from "./shell.tsx";

const rootRoute = createRootRoute({ component: Outlet });

// The embedded page is the recorded page alone: every other page stands in the shell, under the header.
const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: "shell", component: Shell });

const sessionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  validateSearch: readSessionSearch,
  component: SessionsPage,
});

const playlistsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/playlists",
  validateSearch: playlistsSearchSchema,
  component: PlaylistsPage,
});

const replayRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sessions/$sessionId",
  validateSearch: replaySearchSchema,
  component: lazyRouteComponent(() => import("../pages/replay/replay-page.tsx"), "ReplayPage"),
});

const embedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/embed/sessions/$sessionId",
  validateSearch: embedSearchSchema,
  component: lazyRouteComponent(() => import("../pages/embed/embed-page.tsx"), "EmbedPage"),
});

const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([sessionsRoute, playlistsRoute, replayRoute]),
  embedRoute,
]);

/** The router over the browser's history. Search parameters are plain text in the address. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    // The code of the replay page comes while the pointer rests on a link to it.
    defaultPreload: "intent",
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
