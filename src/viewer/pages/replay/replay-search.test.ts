import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeInReplay, replayAddress, replaySearchSchema } from "./replay-search.ts";

describe("the address of a moment", () => {
  it("brings back the same view, time and source, whatever their characters", () => {
    const place = fc.record({ viewId: fc.string({ minLength: 1 }), ts: fc.integer({ min: 0, max: 4e12 }) });
    fc.assert(
      fc.property(place, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), (moment, source) => {
        const address = new URL(replayAddress("http://viewer", "a/b", placeInReplay(source, moment)));
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
