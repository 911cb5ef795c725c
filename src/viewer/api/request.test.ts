import { EventEmitter, once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { adviceFor } from "./advice.ts";
import { change, getBytes, getJson } from "./request.ts";
import { isConnectionLost, isWorthRetrying, retryDelay } from "./retry.ts";

const answer = z.object({ count: z.number() });
const never = new AbortController().signal;
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const replying = (status: number, body: string, headers: Record<string, string> = {}) =>
  serve((_, response) => response.writeHead(status, headers).end(body));

const failureOf = async (request: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
};

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test("JSON is parsed with its schema; parameters that are undefined are not sent", async () => {
  const urls: (string | undefined)[] = [];
  const base = await serve((request, response) => {
    urls.push(request.url);
    response.end('{"count": 3}');
  });
  const query = { q: "a&b", limit: 5, cursor: undefined };
  expect(await getJson(`${base}/things`, query, answer, never)).toEqual({ count: 3 });
  expect(urls).toEqual(["/things?q=a%26b&limit=5"]);
});

test("a change is sent as JSON, its answer parsed where one is expected, and a refusal told", async () => {
  const sent: (string | undefined)[] = [];
  const base = await serve((request, response) => {
    const { method, url, headers } = request;
    request.on("data", (part) => sent.push(String(part)));
    request.on("end", () => {
      sent.push(`${method} ${url} ${headers["content-type"]}`);
      if (method === "PUT") response.writeHead(404).end('{"errors": ["there is no playlist"]}');
      else if (method === "DELETE") response.writeHead(204).end();
      else response.writeHead(201).end('{"count": 3}');
    });
  });
  expect(await change("POST", `${base}/things`, { source: "eu" }, { name: "one" }, answer)).toEqual({
    count: 3,
  });
  expect(await change("DELETE", `${base}/things`, { source: undefined })).toBeUndefined();
  const refused = await failureOf(change("PUT", `${base}/things`, {}, {}));
  expect(refused).toMatchObject({ status: 404, message: "there is no playlist" });
  expect(sent).toEqual([
    '{"name":"one"}',
    "POST /things?source=eu application/json",
    "DELETE /things undefined",
    "{}",
    "PUT /things application/json",
  ]);
});

test("bytes come as they are", async () => {
  const base = await serve((_, response) => response.end(Buffer.from([0, 255, 128])));
  expect(await getBytes(base, {}, "application/octet-stream", never)).toEqual(new Uint8Array([0, 255, 128]));
});

test("bytes that are more than is asked for are given up, whether the answer says how many or not", async () => {
  const said = await serve((_, response) => response.end(Buffer.alloc(5)));
  const unsaid = await serve((_, response) => {
    response.write(Buffer.alloc(3));
    response.end(Buffer.alloc(2));
  });
  for (const base of [said, unsaid]) {
    expect(await getBytes(base, {}, "image/*", never, 5)).toEqual(new Uint8Array(5));
    const error = await failureOf(getBytes(base, {}, "image/*", never, 4));
    expect(error).toMatchObject({ failure: "refused", status: 413 });
    expect(isWorthRetrying(0, error)).toBe(false);
  }
});

test("a refusal carries the status, the server's words and when to come back", async () => {
  const base = await replying(429, '{"errors": ["slow down", "please"]}', { "retry-after": "7" });
  const error = await failureOf(getJson(base, {}, answer, never));
  expect(error).toMatchObject({
    failure: "refused",
    status: 429,
    message: "slow down\nplease",
    retryAfter: 7000,
  });
  expect(isWorthRetrying(0, error)).toBe(true);
  expect(retryDelay(0, error)).toBe(7000);
});

test("a refusal without words says the status", async () => {
  const base = await replying(502, "<html>Bad gateway</html>");
  const error = await failureOf(getJson(base, {}, answer, never));
  expect(error).toMatchObject({
    failure: "refused",
    status: 502,
    message: "The server answered with status 502.",
  });
  expect(isWorthRetrying(0, error)).toBe(true);
  expect(isWorthRetrying(2, error)).toBe(false);
});

test("what a source says of a refusal is an answer, with the address of what it could not read", async () => {
  const error = await failureOf(
    getJson(await replying(502, '{"errors":["odd answer"],"rawAnswer":"/raw/1"}'), {}, answer, never),
  );
  expect(error).toMatchObject({ status: 502, message: "odd answer", rawAnswer: "/raw/1" });
  expect(isWorthRetrying(0, error)).toBe(false);
  expect(isConnectionLost(error)).toBe(false);
});

test.each([400, 401, 403, 404])("status %i is the same next time", async (status) => {
  const error = await failureOf(getJson(await replying(status, '{"errors":["no"]}'), {}, answer, never));
  expect(isWorthRetrying(0, error)).toBe(false);
});

test.each(['{"count": "three"}', "<html>"])("the answer %s is unreadable", async (body) => {
  const error = await failureOf(getJson(await replying(200, body), {}, answer, never));
  expect(error.failure).toBe("unreadable");
  expect(isWorthRetrying(0, error)).toBe(false);
});

test("a server that is not there is unreachable", async () => {
  const error = await failureOf(getJson("http://127.0.0.1:1/", {}, answer, never));
  expect(error.failure).toBe("unreachable");
  expect(isWorthRetrying(0, error)).toBe(true);
});

test.each([429, 502, 503, 504])("status %i says that the server is out of reach for now", async (status) => {
  const error = await failureOf(getJson(await replying(status, ""), {}, answer, never));
  expect(isConnectionLost(error)).toBe(true);
});

test.each([404, 500])("status %i is an answer", async (status) => {
  const error = await failureOf(getJson(await replying(status, ""), {}, answer, never));
  expect(isConnectionLost(error)).toBe(false);
});

test("an answer that breaks off is a lost connection", async () => {
  const base = await serve((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"count":', () => response.destroy());
  });
  expect((await failureOf(getJson(base, {}, answer, never))).failure).toBe("unreachable");
});

test("an abort reaches the connection and is no ApiError", async () => {
  const abort = new AbortController();
  const hasClosed = new EventEmitter();
  const closed = once(hasClosed, "close");
  const base = await serve((_, response) => {
    response.on("close", () => hasClosed.emit("close"));
    abort.abort();
  });
  await expect(getJson(base, {}, answer, abort.signal)).rejects.toMatchObject({ name: "AbortError" });
  await closed;
});

const refusedWith = (status: number) => new ApiError("no", { failure: "refused", status });

test("every kind of failure has its own advice", () => {
  const errors = [
    new Error("bug"),
    new ApiError("gone", { failure: "unreachable" }),
    new ApiError("odd", { failure: "unreadable" }),
    ...[400, 403, 404, 429, 500].map(refusedWith),
    new ApiError("odd", { failure: "refused", status: 502, errors: ["odd"] }),
  ];
  expect(new Set(errors.map(adviceFor)).size).toBe(errors.length);
});
