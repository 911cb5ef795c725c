import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeInReplay, replayAddress, replaySearchSchema } from "./replay-search.ts";

const view = (id: string, start: number, end: number) => ({ id, url: "", start, end, hasReplay: true });

const session = (...views: readonly ReturnType<typeof view>[]) => ({
  start: 0,
  end: 9_000,
  live: false,
  views,
});

describe("the address of a moment", () => {
  it("has the tab that is pinned, where there are several", () => {
    const [one, two] = [view("a", 0, 9_000), view("b", 0, 9_000)];
    const moment = { viewId: "a", ts: 5, pinned: "b" };
    expect(placeInReplay(undefined, { ...moment, session: session(one, two) })).toEqual({
      view: "a",
      ts: 5,
      tab: 2,
    });
    expect(placeInReplay(undefined, { ...moment, session: session(two) }).tab).toBeUndefined();
    expect(replaySearchSchema.parse({ tab: "2" })).toEqual({ tab: 2 });
    expect(replaySearchSchema.parse({ tab: "-1" })).toEqual({});
  });

  it("brings back the same view, time and source, whatever their characters", () => {
    const place = fc.record({ viewId: fc.string({ minLength: 1 }), ts: fc.integer({ min: 0, max: 4e12 }) });
    fc.assert(
      fc.property(place, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), (moment, source) => {
        const search = placeInReplay(source, { ...moment, pinned: undefined, session: session() });
        const address = new URL(replayAddress("http://viewer", "a/b", search));
        expect(address.pathname).toBe("/sessions/a%2Fb");
        const read = replaySearchSchema.parse(Object.fromEntries(address.searchParams));
        expect(read).toEqual(
          source === undefined
            ? { view: moment.viewId, ts: moment.ts }
            : { source, view: moment.viewId, ts: moment.ts },
        );
      }),
    );
  });

  it("leaves out what means nothing", () => {
    expect(replaySearchSchema.parse({ ts: "soon", view: 3 })).toEqual({});
  });
});
