import { once } from "node:events";
import { Agent, get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { deferred } from "../base/deferred.ts";
import { listen } from "./http-server.ts";

const ANY_PORT = { host: "127.0.0.1", port: 0 };

describe("the listening server", () => {
  it("answers at the address that it says", async () => {
    const listening = await listen(() => new Response("hello"), ANY_PORT);
    expect(listening.address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(await (await fetch(listening.address)).text()).toBe("hello");
    await listening.close(1000);
  });

  it("writes an IPv6 address as addresses are written", async () => {
    const listening = await listen(() => new Response("six"), { host: "::1", port: 0 });
    expect(listening.address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await (await fetch(listening.address)).text()).toBe("six");
    await listening.close(1000);
  });

  it("finishes the request in hand when it closes, although its connection is kept alive", async () => {
    const asked = deferred();
    const answer = deferred<Response>();
    const listening = await listen(() => {
      asked.resolve();
      return answer.promise;
    }, ANY_PORT);
    const agent = new Agent({ keepAlive: true });
    const request = get(listening.address, { agent });
    await asked.promise;
    const closed = listening.close(60_000);
    answer.resolve(new Response("in time"));
    const [response] = await once(request, "response");
    expect(String(await response.toArray())).toBe("in time");
    expect(response.headers.connection).toBe("close");
    await closed;
    agent.destroy();
  });

  it("cuts what does not end by the deadline", async () => {
    const asked = deferred();
    const listening = await listen(() => {
      asked.resolve();
      return deferred<Response>().promise;
    }, ANY_PORT);
    const answered = fetch(listening.address).then(
      () => "whole",
      () => "cut",
    );
    await asked.promise;
    await listening.close(1);
    expect(await answered).toBe("cut");
  });

  it("says in JSON, as everywhere, that a request has no host", async () => {
    const listening = await listen(() => new Response("hello"), ANY_PORT);
    const request = get(listening.address, { headers: { host: "a b" } });
    const [response] = await once(request, "response");
    expect(response.statusCode).toBe(400);
    expect(JSON.parse(String(await response.toArray()))).toEqual({
      errors: [expect.stringContaining("the request cannot be read: ")],
    });
    await listening.close(1);
  });

  it("tells a handler that its client went away", async () => {
    const gone = deferred<unknown>();
    const client = new AbortController();
    const listening = await listen((request) => {
      request.signal.addEventListener("abort", () => gone.resolve(request.signal.reason));
      client.abort();
      return deferred<Response>().promise;
    }, ANY_PORT);
    await expect(fetch(listening.address, { signal: client.signal })).rejects.toThrow("aborted");
    expect(await gone.promise).toBeDefined();
    await listening.close(1);
  });

  it("says which variable to change when the port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(listen(() => new Response(), { host: "127.0.0.1", port })).rejects.toThrow(
      `PORT: ${port} on 127.0.0.1 is in use by another program; set another PORT`,
    );
    other.close();
  });

  it("says which variable to change when the host is not this machine's", async () => {
    await expect(listen(() => new Response(), { host: "192.0.2.1", port: 0 })).rejects.toThrow(
      "HOST: 192.0.2.1 is not an address of this machine",
    );
  });
});
