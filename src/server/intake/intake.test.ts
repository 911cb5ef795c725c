import { describe, expect, test } from "vitest";
import type { IntakeUpload } from "./intake.ts";
import { openIntake, REPLAY, replayForm, VIEW } from "./intake.fixture.ts";

/** A replay upload whose body arrives as `send` says. */
async function upload(
  send: (controller: ReadableStreamDefaultController<Uint8Array>, body: Uint8Array) => void,
  cancel: (reason: unknown) => void = () => undefined,
): Promise<IntakeUpload> {
  const request = new Request("http://localhost/", { method: "POST", body: replayForm() });
  const contentType = request.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await request.arrayBuffer());
  const body = new ReadableStream<Uint8Array>({ start: (controller) => send(controller, bytes), cancel });
  const query = new URLSearchParams();
  const none = { contentEncoding: "", userAgent: "", apiKey: "", originVersion: "" };
  return { path: "/api/v2/replay", query, contentType, ...none, body };
}

describe("an upload that is aborted", () => {
  test("while its body arrives is cancelled, and stores nothing", async () => {
    const { intake, isEmpty } = await openIntake();
    const abort = new AbortController();
    const reason = new Error("the page has gone");
    const cancelled: unknown[] = [];
    const half = await upload(
      (controller, body) => controller.enqueue(body.subarray(0, body.length / 2)),
      (why) => cancelled.push(why),
    );
    const answer = intake.accept(half, abort.signal);
    abort.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(cancelled).toEqual([reason]);
    expect(await isEmpty()).toBe(true);
  });

  test("before it begins stores nothing", async () => {
    const { intake, isEmpty } = await openIntake();
    const whole = await upload((controller, body) => {
      controller.enqueue(body);
      controller.close();
    });
    const reason = new Error("too late");
    await expect(intake.accept(whole, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await isEmpty()).toBe(true);
  });

  test("after its body has arrived is stored all the same", async () => {
    const abort = new AbortController();
    const { intake, segments } = await openIntake({ beforePut: async () => abort.abort() });
    const whole = await upload((controller, body) => {
      controller.enqueue(body);
      controller.close();
    });
    expect(await intake.accept(whole, abort.signal)).toEqual({ status: 202 });
    expect(await segments()).toMatchObject([VIEW]);
  });
});

test("a body that breaks off is refused and stores nothing", async () => {
  const { intake, isEmpty } = await openIntake();
  let broken = false;
  const request = await upload(() => undefined);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (broken) controller.error(new Error("reset"));
      else controller.enqueue(new Uint8Array(10));
      broken = true;
    },
  });
  const answer = await intake.accept({ ...request, body }, new AbortController().signal);
  expect(answer).toEqual({ status: 400, errors: ["the body broke off after 10 bytes"] });
  expect(await isEmpty()).toBe(true);
});

test("a body that comes byte by byte is whole", async () => {
  const { intake, segments } = await openIntake();
  const dripping = await upload((controller, body) => {
    for (const byte of body) controller.enqueue(Uint8Array.of(byte));
    controller.close();
  });
  expect(await intake.accept(dripping, new AbortController().signal)).toEqual({ status: 202 });
  expect(await segments()).toHaveLength(1);
});

test("uploads in hand hold so many bytes together and no more, and make room when they end", async () => {
  const waiting: (() => void)[] = [];
  const size = (await new Response(replayForm()).arrayBuffer()).byteLength;
  const { app, intake, segments } = await openIntake({ limits: { heldBytes: size + 20 } });
  const never = new AbortController().signal;
  const open = await upload((controller, body) => {
    controller.enqueue(body.subarray(0, body.length / 2));
    waiting.push(() => {
      controller.enqueue(body.subarray(body.length / 2));
      controller.close();
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
