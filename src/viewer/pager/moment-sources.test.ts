import { expect, test } from "vitest";
import { deferred } from "../../base/deferred.ts";
import { momentSources } from "./moment-sources.ts";
import type { SegmentSource } from "./segment-source.ts";

const NONE: SegmentSource = {
  index: () => Promise.reject(new Error("not asked")),
  page: () => Promise.reject(new Error("not asked")),
  keyframe: () => Promise.reject(new Error("not asked")),
  facts: () => Promise.reject(new Error("not asked")),
  keep: () => undefined,
};
const ask = { kind: "keyframe", viewId: "v", after: 3 } as const;
const { signal } = new AbortController();

test("one request is under way at a time, each when nothing more urgent is", async () => {
  const log: string[] = [];
  const [free, keyframe] = [deferred(), deferred<Uint8Array>()];
  const source = momentSources(
    {
      segments: {
        ...NONE,
        keyframe: () => {
          log.push("keyframe");
          return keyframe.promise;
        },
      },
      images: (id) => {
        log.push(id);
        return Promise.resolve("gone");
      },
    },
    () => {
      log.push("waits");
      return free.promise;
    },
  );
  const first = source.segments.keyframe(ask, "l1", signal);
  const second = source.images("image", signal);
  await Promise.resolve();
  expect(log).toEqual(["waits"]);
  free.resolve();
  keyframe.resolve(new Uint8Array([7]));
  expect(await first).toEqual(new Uint8Array([7]));
  expect(await second).toBe("gone");
  expect(log).toEqual(["waits", "keyframe", "waits", "image"]);
});

test("what is given up or fails lets the next one through", async () => {
  const leave = new AbortController();
  const source = momentSources(
    { segments: NONE, images: (id) => Promise.resolve(new TextEncoder().encode(id).buffer) },
    (aborts) => {
      aborts.throwIfAborted();
      return Promise.resolve();
    },
  );
  const failed = source.segments.keyframe(ask, "l1", signal);
  const given = source.images("a", leave.signal);
  const third = source.images("b", signal);
  leave.abort(new Error("elsewhere"));
  await expect(failed).rejects.toThrow("not asked");
  await expect(given).rejects.toThrow("elsewhere");
  expect(await third).toEqual(new TextEncoder().encode("b").buffer);
});
