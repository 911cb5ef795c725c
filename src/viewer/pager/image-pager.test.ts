import { expect, it } from "vitest";
import { deferred, type Deferred } from "../../base/deferred.ts";
import type { AssetReason } from "../../wire/assets.ts";
import type { ToStage } from "../../wire/stage.ts";
import { ImagePager } from "./image-pager.ts";

interface Asked extends Deferred<ArrayBuffer | AssetReason> {
  readonly id: string;
  readonly signal: AbortSignal;
}

/** A pager over a source that is answered by hand. */
function setUp() {
  const asked: Asked[] = [];
  const posted: [ToStage, ArrayBuffer[]][] = [];
  const pager = new ImagePager({
    source: (id, signal) => {
      const answer = { ...deferred<ArrayBuffer | AssetReason>(), id, signal };
      asked.push(answer);
      return answer.promise;
    },
    post: (message, transfer) => posted.push([message, transfer]),
  });
  /** Answers the one that was asked for as this one, and waits until the pager has gone on. */
  const answer = async (at: number, content: ArrayBuffer | AssetReason) => {
    asked[at]?.resolve(content);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { pager, asked, posted, answer, ids: () => asked.map(({ id }) => id) };
}

it("gets a few at a time, in the order of the wish, and hands each over", async () => {
  const { pager, posted, answer, ids } = setUp();
  pager.need(["a", "b", "c", "d", "e", "f"]);
  expect(ids()).toEqual(["a", "b", "c", "d"]);
  const bytes = new ArrayBuffer(3);
  await answer(1, bytes);
  await answer(0, "gone");
  expect(ids()).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(posted).toEqual([
    [{ type: "stage:images", images: [{ id: "b", content: bytes }] }, [bytes]],
    [{ type: "stage:images", images: [{ id: "a", content: "gone" }] }, []],
  ]);
});

it("gives up what is not wanted any more, and goes on with what is", async () => {
  const { pager, asked, posted, answer, ids } = setUp();
  pager.need(["a", "b", "c", "d", "e"]);
  pager.need(["f", "b"]);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false, true, true, false]);
  expect(ids()).toEqual(["a", "b", "c", "d", "f"]);
  await answer(0, "gone");
  await answer(1, "gone");
  expect(posted).toHaveLength(1);
});

it("posts nothing once it is stopped", async () => {
  const { pager, asked, posted, answer } = setUp();
  pager.need(["a", "b"]);
  pager.stop();
  await answer(0, "gone");
  expect(posted).toEqual([]);
  expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
});
