import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { followedSessionQuery } from "../api/followed-session.ts";
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

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet });

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

interface OpenedSession {
  readonly context: RouterContext;
  readonly params: { readonly sessionId: string };
  readonly deps: { readonly source?: string | undefined };
  /** A link to it is pointed at. */
  readonly preload: boolean;
}

/** A page of one session asks for the session while its own code still comes. */
const sessionLoading = {
  loaderDeps: ({ search }: { readonly search: { readonly source?: string | undefined } }) => ({
    source: search.source,
  }),
  loader: ({ context: { queryClient }, params, deps, preload }: OpenedSession) => {
    if (!preload) void queryClient.prefetchQuery(followedSessionQuery(params.sessionId, deps.source));
  },
  // The address follows the playback: nothing of that asks for anything.
  shouldReload: false,
};

const replayRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sessions/$sessionId",
  validateSearch: replaySearchSchema,
  ...sessionLoading,
  component: lazyRouteComponent(() => import("../pages/replay/replay-page.tsx"), "ReplayPage"),
});

const embedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/embed/sessions/$sessionId",
  validateSearch: embedSearchSchema,
  ...sessionLoading,
  component: lazyRouteComponent(() => import("../pages/embed/embed-page.tsx"), "EmbedPage"),
});

const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([sessionsRoute, playlistsRoute, replayRoute]),
  embedRoute,
]);

/** The router over the browser's history. Search parameters are plain text in the address. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
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
