import { Hono } from "hono";
import { every } from "hono/combine";
import type { ReplaySource } from "../sources/source.ts";
import type { AssetMode } from "../../wire/assets.ts";
import type { AssetSource } from "../assets/fetch-asset.ts";
import { type Access, hostsOf, refuseOtherSites, requireKnownHost, requireUser } from "./access.ts";
import { assetProxy } from "./asset-proxy.ts";
import type { Keeper } from "../keep/keeper.ts";
import { errorHandler, notFound, type RouteLog } from "./errors.ts";
import { keepRoutes } from "./keep.ts";
import type { KeptPages } from "./kept-pages.ts";
import type { Metrics } from "./metrics.ts";
import { operation } from "./operation.ts";
import { type PlaylistsApi, playlistsApi } from "./playlists-api.ts";
import { segmentsApi, type SegmentsApi } from "./segments-api.ts";
import { viewerCuration } from "./viewer-curation.ts";
import { viewerData } from "./viewer-data.ts";
import { type ViewershipApi, viewershipApi } from "./viewership-api.ts";
import type { ViewerFiles } from "./viewer-files.ts";
import { viewerPages } from "./viewer-pages.ts";

/** What is done with what recordings name by address; `proxy` with the hosts that it may be fetched from. */
export type AssetSetting =
  | { readonly mode: Exclude<AssetMode, "proxy"> }
  | { readonly mode: "proxy"; readonly source: AssetSource };

/** What the server's addresses are made of. */
export interface AppParts {
  readonly access: Access;
  /** Not empty; the first is the default. */
  readonly sources: readonly ReplaySource[];
  /** Brings sessions of other sources here. */
  readonly keeper: Keeper;
  /** What the Datadog-compatible API serves. */
  readonly api: Omit<SegmentsApi & PlaylistsApi & ViewershipApi, "access">;
  readonly files: ViewerFiles;
  readonly pages: KeptPages;
  /** What to do with addresses that recordings name. */
  readonly assets: AssetSetting;
  /** The intake's addresses. */
  readonly intake: Hono;
  readonly metrics: Metrics;
  /** Rejects when the store cannot be read. */
  readonly ready: () => Promise<void>;
  readonly log: RouteLog;
}

/** All addresses of the server. */
export function createApp(parts: AppParts): Hono {
  const { access, assets, metrics } = parts;
  const app = new Hono();
  app.onError(errorHandler(parts.log));
  app.notFound(notFound);
  app.use(metrics.requests);
  const host = requireKnownHost(hostsOf(access));
  const user = requireUser(access.userHeader);
  app.route("/", operation(parts.ready, metrics));
  app.route("/", parts.intake);
  app.route("/", segmentsApi({ ...parts.api, access }));
  app.route("/", playlistsApi({ ...parts.api, access }));
  app.route("/", viewershipApi({ ...parts.api, access }));
  const guard = every(host, refuseOtherSites(), user);
  if (assets.mode === "proxy") app.route("/", assetProxy(assets.source, guard));
  const { sources, pages } = parts;
  const { userHeader } = access;
  app.route("/", viewerData({ sources, assets: assets.mode, pages, userHeader, guard }));
  app.route("/", viewerCuration({ sources, userHeader }, guard));
  app.route("/", keepRoutes({ sources, keeper: parts.keeper, guard }));
  app.route("/", viewerPages(parts.files, assets.mode, every(host, user)));
  return app;
}
