import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { boundRecordedBytes, keyframeQuery, segmentIndexQuery, segmentPageQuery } from "./segments.ts";

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
