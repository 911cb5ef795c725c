import { expect, test } from "vitest";
import { complete, listOf, setUp } from "./paging.fixture.ts";
import { page } from "./view-delivery.fixture.ts";

const views = () => [
  { id: "a", indexes: [complete("a", 600, listOf("l1", 599, 100, 200, 300, 400, 500))] },
  { id: "b", indexes: [complete("b", 600)] },
];
const at = (ts: number) => ({ viewId: "a", from: ts, ts });

test("for a moment only its view is looked up, and only what shows it is got, one of a kind at a time", async () => {
  const { pager, asked, until, of, serve, indexAsks, facts } = setUp(views(), "moment");
  pager.need(at(402_500));
  await until(() => asked.length === 2);
  expect(asked.map(({ what }) => what)).toMatchObject([
    { kind: "keyframe", after: 400 },
    page("a", 401, 403),
  ]);
  serve(0);
  serve(1);
  await until(() => of("stage:keyframe").length === 1 && of("stage:segments").length === 1);
  expect(asked).toHaveLength(2);
  expect(indexAsks).toEqual(["a"]);
  expect(facts).toEqual([]);
});

test("while nobody looks nothing is got, and what was asked for last is got when somebody does", async () => {
  const { pager, asked, until, of, serve } = setUp(views(), "moment");
  pager.need(at(402_500));
  await until(() => asked.length === 2);
  pager.pause();
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  pager.need(at(202_500));
  expect(asked).toHaveLength(2);
  pager.resume();
  expect(asked.slice(2).map(({ what }) => what)).toMatchObject([
    { kind: "keyframe", after: 200 },
    page("a", 201, 203),
  ]);
  serve(2);
  serve(3);
  await until(() => of("stage:segments").length === 1);
  expect(asked).toHaveLength(4);
});

test("what was under way for a moment that is shown already is given up", async () => {
  const { pager, asked, until } = setUp(views(), "moment");
  pager.need(at(402_500));
  await until(() => asked.length === 2);
  pager.met();
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  pager.resume();
  expect(asked).toHaveLength(2);
});
