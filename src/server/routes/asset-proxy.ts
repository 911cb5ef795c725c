import { type Context, Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { type AssetKind, assetKindSchema } from "../../wire/assets.ts";
import { ASSET_PATH } from "../../wire/paths.ts";
import { AssetError } from "../assets/asset-error.ts";
import { type AssetSource, fetchAsset } from "../assets/fetch-asset.ts";
import { errorAnswer, parseInput } from "./errors.ts";
import { DATA_HEADERS, RECORDED_ASSET_HEADERS } from "./page-policy.ts";

const querySchema = z.object({
  url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }),
  as: assetKindSchema,
});

/** Refusals that are the same a moment later. A replay that is rebuilt at each seek need not ask again at once. */
const LASTING: ReadonlySet<number> = new Set<AssetError["status"]>([404, 413, 415, 424]);

/** Of a style sheet that is of another type, a browser does not even tell the status; the replay wants that. */
const refusal = (c: Context, kind: AssetKind, { status, message }: AssetError): Response =>
  kind === "style"
    ? new Response("", { status, headers: { ...DATA_HEADERS, "Content-Type": "text/css" } })
    : errorAnswer(c, status, message);

/** What recordings name by address, from hosts that the operator allows; behind `guard`. */
export function assetProxy(source: AssetSource, guard: MiddlewareHandler): Hono {
  const routes = new Hono();
  routes.get(ASSET_PATH, guard, async (c) => {
    const { url, as: kind } = parseInput(querySchema, c.req.query());
    try {
      const asked = { url, kind, headers: (name: string) => c.req.header(name) };
      const { status, headers, body } = await fetchAsset(source, asked, c.req.raw.signal);
      return new Response(body, { status, headers: { ...RECORDED_ASSET_HEADERS, ...headers } });
    } catch (error) {
      if (!(error instanceof AssetError)) throw error;
      const answer = refusal(c, kind, error);
      if (LASTING.has(error.status)) answer.headers.set("Cache-Control", "private, max-age=60");
      return answer;
    }
  });
  return routes;
}
