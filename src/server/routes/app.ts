import { Hono } from "hono";
import { every } from "hono/combine";
import type { ReplaySource } from "../sources/source.ts";
import { type Access, refuseOtherSites, requireKnownHost, requireUser } from "./access.ts";
import { errorHandler, notFound, type RouteLog } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import { operation } from "./operation.ts";
import { segmentsApi, type SegmentsApi } from "./segments-api.ts";
import { viewerData } from "./viewer-data.ts";
import type { ViewerFiles } from "./viewer-files.ts";
import { viewerPages } from "./viewer-pages.ts";

/** What the server's addresses are made of. */
export interface AppParts {
  readonly access: Access;
  /** Not empty; the first is the default. */
  readonly sources: readonly ReplaySource[];
  readonly api: Omit<SegmentsApi, "access">;
  readonly files: ViewerFiles;
  /** The intake's addresses. */
  readonly intake: Hono;
  readonly metrics: Metrics;
  /** Rejects when the store cannot be read. */
  readonly ready: () => Promise<void>;
  readonly log: RouteLog;
}

/** All addresses of the server. */
export function createApp(parts: AppParts): Hono {
  const { access, metrics } = parts;
  const app = new Hono();
  app.onError(errorHandler(parts.log));
  app.notFound(notFound);
  app.use(metrics.requests);
  // A reverse proxy has names of its own and says who is there; without one, the name must be ours.
  const host = requireKnownHost(access.userHeader === null ? access.hosts : null);
  const user = requireUser(access.userHeader);
  app.route("/", operation(parts.ready, metrics));
  app.route("/", parts.intake);
  app.route("/", segmentsApi({ ...parts.api, access }));
  app.route("/", viewerData(parts.sources, every(host, refuseOtherSites(), user)));
  app.route("/", viewerPages(parts.files, every(host, user)));
  return app;
}
