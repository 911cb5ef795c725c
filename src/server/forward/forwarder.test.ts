import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namesOf, openForwarder, START, temporaryFolder, upload } from "./forwarder.fixture.ts";
import { openStandIn } from "./stand-in-intake.fixture.ts";
import { UploadQueue } from "./upload-queue.ts";

// Passing uploads on, over real HTTP.

const CLIENT = "192.0.2.1";
const DAY = 24 * 60 * 60_000;

test("what one client sends arrives in order, once", async () => {
  const intake = await openStandIn();
  const { forwarder, empty } = await openForwarder(intake.address);
  const names = Array.from({ length: 20 }, (_, index) => `u${index}`);
  await Promise.all(names.map((name) => forwarder.forward(upload(name), CLIENT)));
  await empty();
  expect(namesOf(intake.heard)).toEqual(names);
  expect(forwarder.figures()).toEqual({
    waiting: { uploads: 0, bytes: 0 },
    sent: 20,
    refused: 0,
    dropped: 0,
    expired: 0,
    failedTries: { status: 0, network: 0 },
  });
});

test("a failure is tried again, after longer and longer pauses, and what comes after it waits", async () => {
  const intake = await openStandIn();
  intake.answer(500, 503, "cut", 408, 302);
  const { forwarder, pauses, troubles, empty } = await openForwarder(intake.address);
  await forwarder.forward(upload("first"), CLIENT);
  await forwarder.forward(upload("second"), CLIENT);
  await empty();
  expect(namesOf(intake.heard)).toEqual([...Array<string>(6).fill("first"), "second"]);
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
  expect(forwarder.figures()).toMatchObject({ sent: 2, failedTries: { status: 4, network: 1 } });
  expect(troubles).toEqual(["uploads cannot be forwarded now and wait: status 500"]);
});

test("pauses have an end, and begin anew after a success", async () => {
  const intake = await openStandIn();
  intake.answer(...Array<number>(8).fill(500), 202, 500);
  const { forwarder, pauses, empty } = await openForwarder(intake.address);
  await forwarder.forward(upload("first"), CLIENT);
  await forwarder.forward(upload("second"), CLIENT);
  await empty();
  expect(pauses.slice(5)).toEqual([32_000, 60_000, 60_000, 1000]);
});

test.each([
  ["30", 30_000],
  ["0", 1000],
  ["9999999", 600_000],
  ["soon", 1000],
])("after a 429 that says %s, it waits %i ms", async (retryAfter, expected) => {
  const intake = await openStandIn();
  intake.answer({ status: 429, headers: { "retry-after": retryAfter } });
  const { forwarder, pauses, empty } = await openForwarder(intake.address);
  await forwarder.forward(upload("only"), CLIENT);
  await empty();
  expect(pauses).toEqual([expected]);
  expect(intake.heard).toHaveLength(2);
});

test("what the intake refuses is not sent again, and holds nothing up", async () => {
  const intake = await openStandIn();
  intake.answer(403, 413);
  const { forwarder, pauses, troubles, empty } = await openForwarder(intake.address);
  for (const name of ["one", "two", "three"]) await forwarder.forward(upload(name), CLIENT);
  await empty();
  expect(namesOf(intake.heard)).toEqual(["one", "two", "three"]);
  expect(pauses).toEqual([]);
  expect(forwarder.figures()).toMatchObject({ sent: 1, refused: 2 });
  expect(troubles).toEqual(["the intake refuses uploads that are forwarded, with status 403"]);
});

test("no redirect is followed", async () => {
  const intake = await openStandIn();
  const elsewhere = await openStandIn();
  intake.answer({ status: 307, headers: { location: `${elsewhere.address}/api/v2/rum` } });
  const { forwarder, empty } = await openForwarder(intake.address);
  await forwarder.forward(upload("only"), CLIENT);
  await empty();
  expect(namesOf(intake.heard)).toEqual(["only", "only"]);
  expect(elsewhere.heard).toEqual([]);
});

test("an intake that does not answer is given up and asked again", async () => {
  const intake = await openStandIn();
  intake.answer("stall");
  const { forwarder, troubles, empty } = await openForwarder(intake.address, { tryMs: 50 });
  await forwarder.forward(upload("only"), CLIENT);
  await empty();
  expect(intake.heard).toHaveLength(2);
  expect(troubles).toEqual(["uploads cannot be forwarded now and wait: no answer within 0.05 s"]);
});

test("a client whose uploads are held up does not hold up the others", async () => {
  const intake = await openStandIn();
  intake.answer("stall");
  const { forwarder } = await openForwarder(intake.address);
  await forwarder.forward(upload("held"), CLIENT);
  await intake.hears(1);
  await forwarder.forward(upload("behind"), CLIENT);
  const others = Array.from({ length: 16 }, (_, index) => `192.0.2.${index + 10}`);
  await Promise.all(others.map((client) => forwarder.forward(upload(client), client)));
  await intake.hears(8);
  expect(namesOf(intake.heard)).not.toContain("behind");
});

test("what waits at the end is sent after the next start, and only once", async () => {
  const file = join(await temporaryFolder(), "queue.db");
  const intake = await openStandIn();
  intake.answer(202, "stall");
  const before = await openForwarder(intake.address, { file });
  await before.forwarder.forward(upload("sent"), CLIENT);
  await before.empty();
  for (const name of ["one", "two", "three"]) await before.forwarder.forward(upload(name), CLIENT);
  await intake.hears(2);
  await before.close();
  const after = await openForwarder(intake.address, { file });
  expect(after.forwarder.figures().sent).toBe(0);
  await after.empty();
  // The second was under way: whether it arrived, nobody can tell.
  expect(namesOf(intake.heard)).toEqual(["sent", "one", "one", "two", "three"]);
});

test("beyond its bound the oldest go, which is counted and told", async () => {
  const intake = await openStandIn();
  intake.answer(500);
  const { forwarder, queue, troubles, holdPauses, empty } = await openForwarder(intake.address, {
    maxBytes: 3500,
  });
  const release = holdPauses();
  for (const name of ["a", "b", "c", "d", "e"]) await forwarder.forward(upload(name, 1000), CLIENT);
  expect(queue.size()).toEqual({
    uploads: 3,
    bytes: expect.toSatisfy((bytes) => bytes > 3000 && bytes <= 3500),
  });
  await intake.hears(1);
  release();
  await empty();
  expect(namesOf(intake.heard).filter((name) => name !== "a")).toEqual(["c", "d", "e"]);
  expect(forwarder.figures()).toMatchObject({ sent: 3, dropped: 2 });
  expect(troubles).toContain("too many uploads wait to be forwarded: the oldest are dropped");
});

test("what is being sent does not go for what comes, nor does what comes", async () => {
  const queue = await UploadQueue.open(join(await temporaryFolder(), "queue.db"), 1000);
  const place = { lane: 0, receivedAt: START };
  await queue.push(upload("held", 600), place, new Set());
  const held = new Set([queue.head(0)?.sequence ?? -1]);
  expect(await queue.push(upload("next", 600), place, held)).toBe(1);
  expect(namesOf([{ url: queue.head(0)?.target }])).toEqual(["held"]);
  expect(await queue.push(upload("huge", 5000), place, new Set())).toBe(1);
  expect(namesOf([{ url: queue.head(0)?.target }])).toEqual(["huge"]);
  await queue.close();
});

test("the file gets smaller again when what waited is sent", async () => {
  const file = join(await temporaryFolder(), "queue.db");
  const intake = await openStandIn();
  const { forwarder, empty, close } = await openForwarder(intake.address, { file });
  for (let index = 0; index < 5; index += 1) await forwarder.forward(upload(`${index}`, 200_000), CLIENT);
  await empty();
  await close();
  expect((await stat(file)).size).toBeLessThan(100_000);
});

test("what could not be sent within a day is given up", async () => {
  const intake = await openStandIn();
  intake.answer(500);
  const { forwarder, clock, troubles, holdPauses, empty } = await openForwarder(intake.address);
  const release = holdPauses();
  await forwarder.forward(upload("old"), CLIENT);
  await intake.hears(1);
  clock.now += DAY + 1;
  await forwarder.forward(upload("new"), CLIENT);
  release();
  await empty();
  expect(namesOf(intake.heard)).toEqual(["old", "new"]);
  expect(forwarder.figures()).toMatchObject({ sent: 1, expired: 1 });
  expect(troubles).toContain("uploads could not be forwarded within a day and are given up");
});

test("trouble is told once a minute, with how often it was met since", async () => {
  const intake = await openStandIn();
  intake.answer(403, 403, 403);
  const { forwarder, clock, troubles, empty } = await openForwarder(intake.address);
  for (const name of ["one", "two"]) await forwarder.forward(upload(name), CLIENT);
  await empty();
  clock.now += 60_000;
  await forwarder.forward(upload("three"), CLIENT);
  await empty();
  expect(troubles).toEqual([
    "the intake refuses uploads that are forwarded, with status 403",
    "the intake refuses uploads that are forwarded, with status 403 (also 1 times since that was said last)",
  ]);
});
