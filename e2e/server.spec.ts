import { expect, test } from "@playwright/test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverEnvironment, startProduct } from "./product.ts";

// The built server as a process: how it starts, what it says, how it ends.

const SERVER = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));

/** Runs the server where it must not start; what it printed, line by line, and its exit code. */
async function failToStart(environment: NodeJS.ProcessEnv) {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-"));
  const child = spawn(process.execPath, [SERVER], {
    env: serverEnvironment(dataDirectory, environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  }
  const [code] = (await once(child, "close")) as [number | null];
  await rm(dataDirectory, { recursive: true });
  return { code, lines: printed.trimEnd().split("\n") };
}

test("prints its address and nothing else, and ends with 0 on SIGTERM and SIGINT", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const product = await startProduct();
    expect((await fetch(`${product.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${product.address}/readyz`)).status).toBe(200);
    const exited = once(product.process, "exit");
    product.process.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(product.output()).toBe(`rum-replay is at ${product.address}\n`);
    await product.stop();
  }
});

test("finishes the upload in hand when it is told to end", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-"));
  const product = await startProduct({ dataDirectory });
  const event = {
    type: "action",
    date: 1,
    application: { id: "a" },
    session: { id: "s" },
    view: { id: "v" },
  };
  const text = new TextEncoder().encode(JSON.stringify(event));
  const { readable: body, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const upload = writable.getWriter();
  void upload.write(text.subarray(0, 20));
  const address = `${product.address}/api/v2/rum?ddsource=browser`;
  const posting = fetch(address, { method: "POST", body, duplex: "half" } as RequestInit);
  await expect.poll(() => inFlight(product.address)).toBe(true);
  const exited = once(product.process, "exit");
  product.process.kill("SIGTERM");
  // It takes no new connections any more, and still waits for the upload.
  await expect.poll(() => reachable(product.address)).toBe(false);
  await upload.write(text.subarray(20));
  await upload.close();
  expect((await posting).status).toBe(202);
  expect(await exited).toEqual([0, null]);
  await rm(dataDirectory, { recursive: true });
});

const reachable = (address: string) =>
  fetch(`${address}/healthz`).then(
    () => true,
    () => false,
  );

/** Whether a request is open besides the one that asks. */
async function inFlight(address: string): Promise<boolean> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const open = /^nodejs_active_resources\{type="TCPSocketWrap"\} (\d+)$/m.exec(text)?.[1];
  return Number(open) >= 2;
}

/** How many sessions the picker would show. */
async function total(address: string): Promise<number> {
  const answer = (await (await fetch(`${address}/bff/sessions`)).json()) as { total: number };
  return answer.total;
}

test("imports the sample sessions at the first start only", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "rum-replay-"));
  const first = await startProduct({ dataDirectory, environment: { SAMPLES: "on" } });
  const samples = await total(first.address);
  expect(samples).toBeGreaterThanOrEqual(3);
  await first.stop();
  const second = await startProduct({ dataDirectory, environment: { SAMPLES: "on" } });
  expect(await total(second.address)).toBe(samples);
  await second.stop();
  await rm(dataDirectory, { recursive: true });
});

test("says in one line which variable is wrong and what is allowed", async () => {
  expect(await failToStart({ PORT: "eighty" })).toEqual({
    code: 1,
    lines: ["PORT: must be a whole number from 0 to 65535"],
  });
  const open = await failToStart({ HOST: "0.0.0.0" });
  expect(open.code).toBe(1);
  expect(open.lines).toEqual([expect.stringMatching(/^HOST: .*REPLAY_API_KEY, REPLAY_APP_KEY/)]);
});

test("says in one line that the port, or the store, is in use", async () => {
  const product = await startProduct();
  const { port } = new URL(product.address);
  const samePort = await failToStart({ PORT: port });
  expect(samePort).toEqual({ code: 1, lines: [expect.stringContaining(`PORT: ${port}`)] });
  const sameStore = await failToStart({ DATA_DIR: product.dataDirectory });
  expect(sameStore).toEqual({ code: 1, lines: [expect.stringContaining("in use by another process")] });
  await product.stop();
});
