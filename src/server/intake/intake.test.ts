import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { IntakeUpload } from "./intake.ts";
import { openIntake, REPLAY, replayForm, VIEW } from "./intake.fixture.ts";

/** A replay upload whose body arrives as `send` says, which pushes its parts and null at its end. */
async function upload(send: (body: Readable, bytes: Uint8Array) => void): Promise<IntakeUpload> {
  const request = new Request("http://localhost/", { method: "POST", body: replayForm() });
  const contentType = request.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await request.arrayBuffer());
  const body = new Readable({ read: () => undefined });
  send(body, bytes);
  const query = new URLSearchParams();
  const none = { contentEncoding: "", userAgent: "", apiKey: "", originVersion: "" };
  return { path: "/api/v2/replay", query, contentType, ...none, body };
}

describe("an upload that is aborted", () => {
  test("while its body arrives is cancelled, and stores nothing", async () => {
    const { intake, isEmpty } = await openIntake();
    const abort = new AbortController();
    const reason = new Error("the page has gone");
    const half = await upload((body, bytes) => body.push(bytes.subarray(0, bytes.length / 2)));
    const answer = intake.accept(half, abort.signal);
    abort.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(half.body?.destroyed).toBe(true);
    expect(await isEmpty()).toBe(true);
  });

  test("before it begins stores nothing", async () => {
    const { intake, isEmpty } = await openIntake();
    const whole = await upload((body, bytes) => {
      body.push(bytes);
      body.push(null);
    });
    const reason = new Error("too late");
    await expect(intake.accept(whole, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await isEmpty()).toBe(true);
  });

  test("after its body has arrived is stored all the same", async () => {
    const abort = new AbortController();
    const { intake, segments } = await openIntake({ beforePut: async () => abort.abort() });
    const whole = await upload((body, bytes) => {
      body.push(bytes);
      body.push(null);
    });
    expect(await intake.accept(whole, abort.signal)).toEqual({ status: 202 });
    expect(await segments()).toMatchObject([VIEW]);
  });
});

test("a body that breaks off is refused and stores nothing", async () => {
  const { intake, isEmpty } = await openIntake();
  const breaking = await upload((body) => {
    body.push(new Uint8Array(10));
    body.once("data", () => body.destroy(new Error("reset")));
  });
  const answer = await intake.accept(breaking, new AbortController().signal);
  expect(answer).toEqual({ status: 400, errors: ["the body broke off after 10 bytes"] });
  expect(await isEmpty()).toBe(true);
});

test("a body that comes byte by byte is whole", async () => {
  const { intake, segments } = await openIntake();
  const dripping = await upload((body, bytes) => {
    for (const byte of bytes) body.push(Uint8Array.of(byte));
    body.push(null);
  });
  expect(await intake.accept(dripping, new AbortController().signal)).toEqual({ status: 202 });
  expect(await segments()).toHaveLength(1);
});

test("uploads in hand hold so many bytes together and no more, and make room when they end", async () => {
  const waiting: (() => void)[] = [];
  const size = (await new Response(replayForm()).arrayBuffer()).byteLength;
  const { app, intake, segments } = await openIntake({ limits: { heldBytes: size + 20 } });
  const never = new AbortController().signal;
  const open = await upload((body, bytes) => {
    body.push(bytes.subarray(0, bytes.length / 2));
    waiting.push(() => {
      body.push(bytes.subarray(bytes.length / 2));
      body.push(null);
    });
  });
  const first = intake.accept(open, never);
  const post = () => app.request(REPLAY, { method: "POST", body: replayForm() });
  const refused = await post();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await refused.json()).toEqual({
    errors: ["too many uploads at the same time; send it again later"],
  });
  for (const finish of waiting) finish();
  expect(await first).toEqual({ status: 202 });
  expect((await post()).status).toBe(202);
  expect(await segments()).toHaveLength(1);
});
