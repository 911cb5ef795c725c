import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UnloadedAssets } from "../../wire/assets.ts";
import { AssetReport } from "./asset-report.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const sent: UnloadedAssets[] = [];
  const report = new AssetReport((assets) => void sent.push(assets));
  const gone = (viewId: string, address: string, count = 1) =>
    report.found(viewId, address, "image", { reason: "gone", count });
  const told = () => {
    vi.runAllTimers();
    return sent.at(-1);
  };
  return { report, sent, gone, told };
}

const A = "https://shop.test/a.png";

test("lists each address once, over all views; a frame that is built again does not count again", () => {
  const { sent, gone, told } = setUp();
  gone("v1", A, 1);
  gone("v1", A, 2);
  gone("v2", A, 1);
  expect(told()?.failed).toEqual([{ address: A, kind: "image", reason: "gone", count: 3 }]);
  gone("v1", A, 1);
  gone("v1", A, 2);
  told();
  expect(sent).toHaveLength(1);
});

test("what is loaded after all is taken off the list, where no other page misses it", () => {
  const { report, gone, told } = setUp();
  gone("v1", A);
  gone("v2", A);
  report.found("v1", A, "image", "loaded");
  expect(told()?.failed).toMatchObject([{ address: A, count: 1 }]);
  report.found("v2", A, "image", "loaded");
  expect(told()?.failed).toEqual([]);
});

test("the reason is the one found last", () => {
  const { report, gone, told } = setUp();
  gone("v1", A);
  report.found("v1", A, "image", { reason: "time-out", count: 1 });
  expect(told()?.failed).toMatchObject([{ reason: "time-out", count: 1 }]);
});

test("addresses and their number have an end", () => {
  const { gone, told } = setUp();
  gone("v1", `data:image/png;base64,${"A".repeat(100_000)}`);
  gone("v1", `https://shop.test/${"a".repeat(100_000)}`);
  for (let at = 0; at < 10_000; at++) gone("v1", `https://shop.test/${at}`);
  const { failed = [], hasMore } = told() ?? {};
  expect([failed.length, hasMore]).toEqual([500, true]);
  expect(failed.slice(0, 2).map(({ address }) => address.length)).toEqual([61, 501]);
});

test("says how many are not asked for, and nothing when it is over", () => {
  const { report, sent, told } = setUp();
  report.setNotFetched(7, false);
  expect(told()).toEqual({ failed: [], hasMore: false, notFetched: 7, hasMoreNotFetched: false });
  report.setNotFetched(8, false);
  report.destroy();
  told();
  expect(sent).toHaveLength(1);
});
