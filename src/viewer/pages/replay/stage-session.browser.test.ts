import { expect, test, vi } from "vitest";
import { index, openFramed, serverWith } from "./framed-stage.fixture.ts";

const id = () => crypto.randomUUID();

test("opens a session in the middle: the keyframe before it and what follows, then what the source knows", async () => {
  const keyframes = {
    id: "l1",
    through: 599,
    firstPictureAt: 0,
    url: "https://shop.example/",
    entries: [{ after: 400, at: 401_000, bytes: 1 }],
  };
  const asked = serverWith([index("v", 600, { keyframes })]);
  const stage = await openFramed(id(), "v", 600_000, 402_000);
  stage.say({ type: "stage:ready" });
  await stage.has("stage:open", 1);
  stage.say({ type: "stage:need", viewId: "v", from: 402_000, ts: 402_000 });
  const [keyframe] = await stage.has("stage:keyframe", 1);
  expect(keyframe).toMatchObject({ after: 400, bytes: new Uint8Array([7]).buffer });
  await stage.has("stage:known-facts", 1);
  expect(asked.slice(0, 3)).toEqual(["index", "keyframes 400", "segments 401-401"]);
  expect(asked.indexOf("facts")).toBeGreaterThan(2);
});

test("gets what the first picture takes while the stage's document still comes, and sends it when that is ready", async () => {
  const entries = [{ after: 1, at: 2000, bytes: 1 }];
  const keyframes = { id: "l1", through: 2, firstPictureAt: 0, url: null, entries };
  const asked = serverWith([index("v", 3, { keyframes })]);
  const stage = await openFramed(id(), "v", 3000, 2500);
  await vi.waitUntil(() => asked.includes("facts"));
  expect(asked).toEqual(["index", "keyframes 1", "segments 2-2", "facts"]);
  expect(stage.kinds()).toEqual([]);
  stage.say({ type: "stage:ready" });
  await stage.has("stage:segments", 1);
  expect(stage.kinds().slice(0, 2)).toEqual(["stage:open", "stage:index"]);
  stage.say({ type: "stage:need", viewId: "v", from: 2500, ts: 2500 });
  await stage.has("stage:known-facts", 1);
  expect(asked).toEqual(["index", "keyframes 1", "segments 2-2", "facts"]);
  // One that starts anew has nothing of it.
  stage.say({ type: "stage:ready" });
  await stage.has("stage:open", 2);
  stage.say({ type: "stage:need", viewId: "v", from: 2500, ts: 2500 });
  await stage.has("stage:segments", 2);
});

test("finds the keyframes that the stage made when the session is opened again", async () => {
  const sessionId = id();
  const asked = serverWith([index("v", 600)]);
  const first = await openFramed(sessionId, "v", 600_000);
  first.say({ type: "stage:ready" });
  await first.has("stage:open", 1);
  first.say({ type: "stage:need", viewId: "v", from: 0, ts: 0 });
  await first.has("stage:segments", 1);
  const bytes = new Uint8Array([1, 2, 3]).buffer;
  first.say({ type: "stage:made-keyframe", viewId: "v", after: 300, at: 301_000, until: 599, bytes });
  // The stage starts anew, over and over until the keyframe is there: nothing says when it is kept.
  let found: unknown;
  for (let count = 2; found === undefined; count += 1) {
    first.say({ type: "stage:ready" });
    await first.has("stage:open", count);
    first.say({ type: "stage:need", viewId: "v", from: 0, ts: 0 });
    found = (await first.has("stage:index", count)).at(-1)?.keyframes;
  }
  first.leave();
  asked.length = 0;
  const second = await openFramed(sessionId, "v", 600_000, 302_000);
  second.say({ type: "stage:ready" });
  await second.has("stage:open", 1);
  second.say({ type: "stage:need", viewId: "v", from: 302_000, ts: 302_000 });
  const [keyframe] = await second.has("stage:keyframe", 1);
  expect(keyframe).toMatchObject({ after: 300, bytes });
  const [listed] = await second.has("stage:index", 1);
  expect(listed?.keyframes?.entries).toEqual([{ after: 300, at: 301_000 }]);
  await second.has("stage:segments", 1);
  expect(asked[1]).toBe("segments 301-301");
});

test("sends again what the stage dropped and then needs", async () => {
  const asked = serverWith([index("v", 3)]);
  const stage = await openFramed(id(), "v", 3000);
  stage.say({ type: "stage:ready" });
  await stage.has("stage:open", 1);
  stage.say({ type: "stage:need", viewId: "v", from: 0, ts: 0 });
  await stage.has("stage:segments", 2);
  stage.say({ type: "stage:dropped", viewId: "v", first: 1, last: 1 });
  stage.say({ type: "stage:need", viewId: "v", from: 1500, ts: 1500 });
  const pages = await stage.has("stage:segments", 3);
  expect(pages.at(-1)?.segments).toEqual([{ index: 1, bytes: new Uint8Array([1]).buffer }]);
  expect(asked.at(-1)).toBe("segments 1-1");
});
