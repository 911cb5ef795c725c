import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { openIntake, REPLAY, replayForm, VIEW } from "../intake/intake.fixture.ts";

async function listen(app: Hono): Promise<number> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  onTestFinished(() => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function replayRequest(): Promise<{
  readonly head: (length: number) => string;
  readonly body: Buffer;
}> {
  const request = new Request("http://localhost/", { method: "POST", body: replayForm() });
  const type = request.headers.get("content-type") ?? "";
  return {
    head: (length) =>
      `POST ${REPLAY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`,
    body: Buffer.from(await request.arrayBuffer()),
  };
}

/** Opens an intake of which the next upload's signal and outcome can be awaited. */
async function observe(beforePut: () => Promise<void> = async () => undefined) {
  const opened = await openIntake({ beforePut });
  const accept = opened.intake.accept.bind(opened.intake);
  const upload = new Promise<{ readonly signal: AbortSignal; readonly outcome: Promise<unknown> }>((seen) => {
    opened.intake.accept = (incoming, signal) => {
      const answer = accept(incoming, signal);
      seen({ signal, outcome: answer.catch((reason: unknown) => ({ reason })) });
      return answer;
    };
  });
  return { ...opened, upload };
}

test("a page's upload is taken, and the next one on the same connection", async () => {
  const { app, segments } = await openIntake();
  const port = await listen(app);
  for (const _ of [1, 2]) {
    const answer = await fetch(`http://127.0.0.1:${port}${REPLAY}`, { method: "POST", body: replayForm() });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({});
  }
  expect(await segments()).toHaveLength(1);
});

test.each([
  ["with its length", (size: number) => `Content-Length: ${size}\r\n\r\n`, (chunk: Buffer) => [chunk]],
  [
    "without",
    () => "Transfer-Encoding: chunked\r\n\r\n",
    (chunk: Buffer) => [`${chunk.length.toString(16)}\r\n`, chunk, "\r\n"],
  ],
])(
  "a body over the limit %s is answered with 413 before it has ended, and the connection closes",
  async (_name, head, frame) => {
    const { app, isEmpty } = await openIntake({ limits: { replayBodyBytes: 100_000 } });
    const socket = connect(await listen(app), "127.0.0.1");
    socket.write(
      `POST ${REPLAY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n`,
    );
    socket.write(head(10_000_000));
    for (const part of frame(Buffer.alloc(200_000))) socket.write(part);
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toContain('{"errors":["the body has more than 100000 bytes"]}');
    expect(await isEmpty()).toBe(true);
  },
);

test.each([
  ["a track that is not taken", "/api/v2/logs", 404],
  ["a wrong token", "/api/v2/rum?dd-api-key=other", 403],
])("%s is answered before its body is read, and the connection closes", async (_name, path, status) => {
  const { app } = await openIntake({ clientTokens: ["pub1"] });
  const socket = connect(await listen(app), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n`);
  await once(socket, "close");
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
});

test("a body that is half sent when the page goes away stores nothing", async () => {
  const { app, upload, isEmpty, post } = await observe();
  const { head, body } = await replayRequest();
  const socket = connect(await listen(app), "127.0.0.1");
  socket.write(head(body.length));
  socket.write(body.subarray(0, body.length / 2));
  const { outcome } = await upload;
  socket.resetAndDestroy();
  expect(await outcome).not.toMatchObject({ status: 202 });
  expect(await isEmpty()).toBe(true);
  // The server goes on.
  expect(await post(REPLAY, replayForm())).toMatchObject({ status: 202 });
});

test("a whole body is stored even if the page is gone before the answer", async () => {
  const { app, upload, segments } = await observe(async () => {
    const { signal } = await upload;
    socket.resetAndDestroy();
    if (!signal.aborted) await once(signal, "abort");
  });
  const { head, body } = await replayRequest();
  const socket = connect(await listen(app), "127.0.0.1");
  socket.write(head(body.length));
  socket.write(body);
  const { outcome } = await upload;
  expect(await outcome).toEqual({ status: 202 });
  expect(await segments()).toMatchObject([VIEW]);
});
