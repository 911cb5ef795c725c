import { describe, expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { RECORDINGS, recordedViews } from "./testing/recorded-views.fixture.ts";
import { change, changeSnapshot, meta, ofSource, T } from "./testing/records.ts";
import type { ViewDecoder } from "./view-decoder.ts";

const pictureOf = (decoder: ViewDecoder) => decoder.snapshot(epochMs(T)).map(({ data }) => data);

describe.each(RECORDINGS)("following the recording %s", (recording) => {
  test("leads to the page that decoding leads to, after every segment", () => {
    for (const segments of recordedViews(recording)) {
      const [decoding, following] = [createViewDecoder(), createViewDecoder()];
      for (const [index, records] of segments.entries()) {
        decoding.decode(index, records);
        following.follow(index, records);
        expect(pictureOf(following)).toEqual(pictureOf(decoding));
        expect(following.met).toEqual(decoding.met);
      }
      expect(following.diagnostics()).toEqual(decoding.diagnostics());
    }
  });

  test("is gone on from with the same events, but for when they are", () => {
    for (const segments of recordedViews(recording)) {
      const [decoding, following] = [createViewDecoder(), createViewDecoder()];
      const half = Math.ceil(segments.length / 2);
      for (const [index, records] of segments.slice(0, half).entries()) {
        decoding.decode(index, records);
        following.follow(index, records);
      }
      expect(pictureOf(following)).toEqual(pictureOf(decoding));
      for (const [place, records] of segments.slice(half).entries()) {
        const dataOf = (decoder: ViewDecoder) =>
          decoder.decode(half + place, records).map(({ data }) => data);
        expect(dataOf(following)).toEqual(dataOf(decoding));
      }
    }
  });
});

test("a sheet that was adopted while the decoder followed is defined in the snapshot", () => {
  const decoder = createViewDecoder();
  const nodes = [
    [1, "DIV"],
    [1, "#shadow-root"],
  ];
  const adopted = change([
    [7, [["a{}"]]],
    [8, [6, 0]],
  ]);
  decoder.follow(0, [meta(), changeSnapshot(nodes), adopted]);
  const styles = [{ styleId: 1, rules: [{ rule: "a{}", index: 0 }] }];
  expect(ofSource(decoder.snapshot(epochMs(T)), 15)).toEqual([{ source: 15, id: 6, styles, styleIds: [1] }]);
});
