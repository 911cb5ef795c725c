import { Hono } from "hono";
import { errorAnswer } from "./errors.ts";
import type { Metrics } from "./metrics.ts";

/** `/healthz`, `/readyz`, `/metrics`: for whoever runs the server. `ready` rejects when the store is not. */
export function operation(ready: () => Promise<void>, metrics: Metrics): Hono {
  const routes = new Hono();
  routes.get("/healthz", (c) => c.text("ok\n"));
  routes.get("/readyz", async (c) => {
    try {
      await ready();
    } catch (error) {
      return errorAnswer(c, 503, `the store cannot be reached: ${String(error)}`);
    }
    return c.text("ok\n");
  });
  routes.get("/metrics", async (c) => {
    c.header("Content-Type", metrics.contentType);
    return c.body(await metrics.text());
  });
  return routes;
}
