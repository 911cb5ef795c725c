import { describe, expect, it } from "vitest";
import { complete, growing, listOf, setUp } from "./paging.fixture.ts";
import { keyframe, page } from "./view-delivery.fixture.ts";

const at = (viewId: string, from: number, ts = from) => ({ viewId, from, ts });

const NO_FACTS = { facts: [], presence: { focus: [], signs: [] }, idle: [], gaps: [], diagnostics: [] };

describe("SegmentPager, with keyframes of the source", () => {
  const indexes = [complete("a", 600, listOf("l1", 599, 200, 500))];

  it("enters a long view at the nearest keyframe: it and the page after it are asked for at once", async () => {
    const { pager, asked, until, of, serve } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 502_000));
    await until(() => asked.length === 3);
    expect(asked.map(({ what }) => what)).toEqual([
      { ...keyframe("a", 500), list: "l1" },
      page("a", 501, 503),
      page("a", 504, 509),
    ]);
    expect(of("stage:index")[0]?.keyframes).toEqual({
      through: 599,
      firstPictureAt: 0,
      url: "https://shop.example/",
      entries: [
        { after: 200, at: 201_000 },
        { after: 500, at: 501_000 },
      ],
    });
    serve(0);
    await until(() => of("stage:keyframe").length === 1);
    const { bytes, ...rest } = of("stage:keyframe")[0] ?? { bytes: null };
    expect(rest).toEqual({ type: "stage:keyframe", viewId: "a", after: 500 });
    expect(bytes).toEqual(new Uint8Array([500]).buffer);
  });

  it("says that a keyframe cannot be got, and goes to the entry before it", async () => {
    const { pager, asked, until, of } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 502_000));
    await until(() => asked.length === 3);
    asked[0]?.refuse(new Error("damaged"));
    await until(() => asked.length > 5);
    const bytes = null;
    expect(of("stage:keyframe")).toEqual([{ type: "stage:keyframe", viewId: "a", after: 500, bytes }]);
    expect(of("stage:failed")).toEqual([]);
    expect(asked[3]?.what).toEqual({ ...keyframe("a", 200), list: "l1" });
    expect(asked[4]?.what).toMatchObject({ first: 201 });
  });

  it("fetches the facts when the first picture's data are there and not before, the needed view's first", async () => {
    const other = complete("b", 1, listOf("l2", 0));
    const { pager, asked, facts, until, of, serve } = setUp([
      { id: "b", indexes: [other] },
      { id: "a", indexes },
    ]);
    pager.need(at("a", 502_000));
    await until(() => asked.length === 3 && of("stage:index").length === 2);
    serve(1);
    await until(() => of("stage:segments").length === 1);
    expect(facts).toEqual([]);
    serve(0);
    await until(() => facts.length === 1);
    facts[0]?.answer({ ...NO_FACTS, idle: [{ start: 1, end: 2 }] });
    await until(() => facts.length === 2);
    expect(facts.map(({ what }) => what)).toEqual(["a l1", "b l2"]);
    const idle = [{ start: 1, end: 2 }];
    expect(of("stage:known-facts")).toEqual([{ type: "stage:known-facts", viewId: "a", ...NO_FACTS, idle }]);
  });

  it("loads a small view whole where its facts cannot be got", async () => {
    const { pager, asked, facts, until, serve } = setUp([
      { id: "a", indexes: [complete("a", 120, listOf("l1", 119, 100))] },
    ]);
    pager.need(at("a", 101_500));
    await until(() => asked.length === 3);
    for (const each of [0, 1, 2]) serve(each);
    await until(() => facts.length === 1 && asked.length === 4);
    serve(3);
    facts[0]?.refuse(new Error("gone"));
    await until(() => asked.length === 6);
    expect(asked.slice(4).map(({ what }) => what)).toMatchObject([{ first: 0 }, { first: 3 }]);
  });

  it("posts a new list of keyframes, and fetches the facts again", async () => {
    const first = growing("a", 3, listOf("l1", 1, 1));
    const second = growing("a", 3, listOf("l2", 2, 1, 2));
    const { pager, asked, facts, polls, until, of, serve } = setUp([{ id: "a", indexes: [first, second] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 2 && polls.length === 1);
    for (const each of [0, 1]) serve(each);
    await until(() => facts.length === 1);
    facts[0]?.answer(NO_FACTS);
    polls[0]?.pass();
    await until(() => facts.length === 2);
    expect(facts.map(({ what }) => what)).toEqual(["a l1", "a l2"]);
    expect(of("stage:index").map((message) => message.keyframes?.through)).toEqual([1, 2]);
  });
});

describe("SegmentPager, where the source has no keyframes", () => {
  it("takes those that were kept for entries", async () => {
    const kept = [{ after: 400, at: 401_000, bytes: 9 }];
    const { pager, asked, until, of } = setUp([{ id: "a", indexes: [complete("a", 600, { kept })] }]);
    pager.need(at("a", 402_000));
    await until(() => asked.length === 3);
    expect(asked[0]?.what).toEqual({ ...keyframe("a", 400), list: undefined });
    expect(asked[1]?.what).toMatchObject({ first: 401 });
    expect(of("stage:index")[0]?.keyframes).toMatchObject({
      through: -1,
      firstPictureAt: null,
      entries: [{ after: 400, at: 401_000 }],
    });
  });

  it("keeps what the stage makes, and takes it for an entry that the stage has", async () => {
    const { pager, asked, until, kept } = setUp([{ id: "a", indexes: [complete("a", 600)] }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 2);
    const bytes = new Uint8Array([1, 2]).buffer;
    pager.made({ viewId: "a", after: 300, at: 301_000, until: 9, bytes });
    pager.made({ viewId: "a", after: 300, at: 301_000, until: 9, bytes });
    expect(kept).toEqual([{ after: 300, at: 301_000, until: 9, bytes }]);
    pager.need(at("a", 302_000));
    await until(() => asked.length === 4);
    expect(asked[2]?.what).toMatchObject({ kind: "page", first: 301 });
  });

  it("does not keep what the stage makes of a view for which the source has some", async () => {
    const indexes = [complete("a", 600, listOf("l1", 100, 50))];
    const { pager, asked, until, kept } = setUp([{ id: "a", indexes }]);
    pager.need(at("a", 0));
    await until(() => asked.length === 3);
    pager.made({ viewId: "a", after: 300, at: 301_000, until: 9, bytes: new ArrayBuffer(1) });
    expect(kept).toEqual([]);
  });
});
