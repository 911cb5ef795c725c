import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import {
  boundRecordedBytes,
  heldSegments,
  keyframeQuery,
  segmentIndexQuery,
  segmentPageQuery,
} from "./segments.ts";

const page = (first: number) => segmentPageQuery("s", "v", undefined, first, first).queryKey;
const frames = (bytes: number) => [{ index: 0, bytes: new Uint8Array(bytes) }];

test("of recorded bytes, those that came first are forgotten when there are too many", () => {
  const client = new QueryClient();
  const keyframe = keyframeQuery("s", "v", undefined, "l1", 3).queryKey;
  const index = segmentIndexQuery("s", "v").queryKey;
  client.setQueryData(index, { viewId: "v", segments: [], complete: true }, { updatedAt: 1 });
  client.setQueryData(page(1), frames(60), { updatedAt: 2 });
  client.setQueryData(keyframe, new Uint8Array(30), { updatedAt: 3 });
  client.setQueryData(page(2), frames(60), { updatedAt: 4 });
  boundRecordedBytes(client, 100);
  const held = [index, page(1), keyframe, page(2)].map((key) => client.getQueryData(key) !== undefined);
  expect(held).toEqual([true, false, true, true]);
  client.clear();
});

test("segments are found in the pages that are held, however they are cut", () => {
  const client = new QueryClient();
  const hold = (view: string, first: number, last: number, ...indexes: number[]) =>
    client.setQueryData(
      segmentPageQuery("s", view, undefined, first, last).queryKey,
      indexes.map((index) => ({ index, bytes: new Uint8Array([index]) })),
    );
  hold("v", 0, 3, 0, 1, 3);
  hold("v", 4, 5, 4, 5);
  hold("v", 8, 9, 8, 9);
  hold("other", 6, 7, 6, 7);
  const held = (first: number, last: number) =>
    heldSegments(client, "s", "v", undefined, first, last)?.map(({ index }) => index);
  expect(held(1, 4)).toEqual([1, 3, 4]);
  expect(held(2, 2)).toEqual([]);
  expect(held(5, 8)).toBeUndefined();
  expect(held(8, 10)).toBeUndefined();
  client.clear();
});
