import { expect, test } from "@playwright/test";
import { once } from "node:events";
import { startProduct } from "./product.ts";

// `npm start` as a user and a service manager have it.

const COMMAND = ["npm", "start"] as const;

test("npm start ends with 0 on SIGTERM", async () => {
  const product = await startProduct({ command: COMMAND });
  const exited = once(product.process, "exit");
  product.process.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  await expect(fetch(`${product.address}/healthz`)).rejects.toThrow();
  await product.stop();
});

test("npm start ends with 0 on Ctrl-C, which the whole process group gets", async () => {
  const product = await startProduct({ command: COMMAND });
  const exited = once(product.process, "exit");
  process.kill(-(product.process.pid ?? 0), "SIGINT");
  expect(await exited).toEqual([0, null]);
  await expect(fetch(`${product.address}/healthz`)).rejects.toThrow();
  await product.stop();
});
