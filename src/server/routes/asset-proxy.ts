import { Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { ASSET_PATH } from "../../wire/paths.ts";
import { AssetError } from "../assets/asset-error.ts";
import { type AssetSource, fetchAsset } from "../assets/fetch-asset.ts";
import { errorAnswer, parseQuery } from "./errors.ts";
import { RECORDED_ASSET_HEADERS } from "./page-policy.ts";

const querySchema = z.object({
  url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }),
});

/** What recordings name by address, from hosts that the operator allows; behind `guard`. */
export function assetProxy(source: AssetSource, guard: MiddlewareHandler): Hono {
  const routes = new Hono();
  routes.get(ASSET_PATH, guard, async (c) => {
    const { url } = parseQuery(querySchema, c.req.query());
    try {
      const { status, headers, body } = await fetchAsset(
        source,
        url,
        c.req.header("range"),
        c.req.raw.signal,
      );
      return c.body(body, status, { ...RECORDED_ASSET_HEADERS, ...headers });
    } catch (error) {
      if (error instanceof AssetError) return errorAnswer(c, error.status, error.message);
      throw error;
    }
  });
  return routes;
}
