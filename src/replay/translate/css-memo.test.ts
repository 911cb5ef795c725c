import { expect, test } from "vitest";
import { type AddressPolicy, onlyEmbedded, throughProxy } from "./address.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { CssMemo } from "./css-memo.ts";
import { epochMs } from "../../base/time.ts";
import { changeSnapshot, markup, meta, rootOf, T } from "./testing/records.ts";

const LONG = `.a{background:url(a.png)}\n${".b:hover{color:red}\n".repeat(100)}`;

/** The page of a decoder that has seen a style sheet, and what it did not load. */
function pageOf(memo: CssMemo, addresses: AddressPolicy, css = LONG, href = "https://shop.test/a/b") {
  const refused = new Set<string>();
  const decoder = createViewDecoder({ addresses, memo, refused: (address) => refused.add(address) });
  const sheet = [
    [7, [css]],
    [8, [5, 0]],
  ];
  decoder.follow(0, [meta(href), changeSnapshot([[1, "STYLE"]], sheet)]);
  return { page: markup(rootOf(decoder.snapshot(epochMs(T)))), refused: [...refused] };
}

test("a sheet is the same to every decoder, and tells each what it does not load", () => {
  const memo = new CssMemo();
  const first = pageOf(memo, onlyEmbedded);
  expect(first.refused).toEqual(["https://shop.test/a/a.png"]);
  expect(first.page).toContain(".b[data-rum-replay-hover]");
  expect(pageOf(memo, onlyEmbedded)).toEqual(first);
  expect(pageOf(new CssMemo(), onlyEmbedded)).toEqual(first);
});

test("the same text in another document has that one's addresses", () => {
  const memo = new CssMemo();
  const proxied = throughProxy((file) => `/at?${file}`);
  expect(pageOf(memo, proxied).page).toContain(`url("/at?https://shop.test/a/a.png")`);
  const elsewhere = pageOf(memo, proxied, LONG, "https://other.test/");
  expect(elsewhere.page).toContain(`url("/at?https://other.test/a.png")`);
});

test("more texts than are kept are rewritten all the same", () => {
  const memo = new CssMemo();
  const texts = Array.from({ length: 6 }, (_, at) => `${LONG}/*${String(at).repeat(1_000_000)}*/`);
  for (const css of [...texts, ...texts]) expect(pageOf(memo, onlyEmbedded, css).refused).toHaveLength(1);
});
