import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { KeepStatus } from "../../wire/keep.ts";
import { keepPath } from "../../wire/paths.ts";
import type { Keeper } from "../keep/keeper.ts";
import type { ReplaySource } from "../sources/source.ts";
import { DATA_HEADERS } from "./page-policy.ts";
import { chosenSource } from "./chosen-source.ts";

/** What the routes that keep sessions are made of. */
export interface KeepParts {
  /** Not empty; the first is the default. */
  readonly sources: readonly ReplaySource[];
  readonly keeper: Keeper;
  /** Comes before each of them. */
  readonly guard: MiddlewareHandler;
}

/** Begins to keep a session of another source, stops that, and says how far it is (`keepPath`). */
export function keepRoutes({ sources, keeper, guard }: KeepParts): Hono {
  const routes = new Hono();
  const about = (c: Context) => [chosenSource(c, sources), c.req.param("session") ?? ""] as const;
  routes.get(KEEP, guard, (c) => answer(c, keeper.status(...about(c))));
  routes.post(KEEP, guard, (c) => answer(c, keeper.start(...about(c))));
  routes.delete(KEEP, guard, (c) => answer(c, keeper.stop(...about(c))));
  return routes;
}

const answer = async (c: Context, status: Promise<KeepStatus>) => c.json(await status, 200, DATA_HEADERS);

const KEEP = decodeURIComponent(keepPath(":session"));
