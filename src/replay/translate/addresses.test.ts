import { expect, test } from "vitest";
import { throughProxy } from "./address.ts";
import { createViewDecoder, type DecoderOptions } from "./create-view-decoder.ts";
import { bodyOf, element, headOf, meta, ofSource, v1Mutation, v1Snapshot } from "./testing/records.ts";

// What becomes of the addresses of a page, under one policy or another.

function open(body: Parameters<typeof v1Snapshot>[0], head: typeof body = [], options: DecoderOptions = {}) {
  const decoder = createViewDecoder(options);
  decoder.decode(0, [meta(), v1Snapshot(body, head)]);
  return decoder;
}
const proxied: DecoderOptions = { addresses: (address, use) => `/proxy/${use}?${address}` };

test("what a mutation makes of an address is what a snapshot makes of it", () => {
  const decoder = open([element(5, "iframe"), element(6, "a"), element(7, "img")], [], proxied);
  const events = decoder.decode(0, [
    v1Mutation({
      attributes: [
        { id: 5, attributes: { src: "/in" } },
        { id: 6, attributes: { href: "../x", onclick: "y" } },
        { id: 7, attributes: { src: "i.png" } },
      ],
    }),
  ]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      attributes: [
        { id: 6, attributes: { src: null, rr_src: "https://shop.test/in" } },
        { id: 7, attributes: { href: "https://shop.test/x" } },
        { id: 8, attributes: { src: "/proxy/image?https://shop.test/a/i.png" } },
      ],
    },
  ]);
});

test("addresses are resolved against the page's own base, which may be relative itself", () => {
  const decoder = open(
    [
      element(5, "img", { src: "i.png", srcset: "a,b.png 1x, data:image/gif;base64,AA 2x" }),
      element(6, "a", { href: "?q" }),
      { ...element(7, "use", { "xlink:href": "#icon" }), isSVG: true },
      {
        ...element(8, "rect", { fill: "url(https://shop.test/a/b#g)", style: "mask:url(m.svg)" }),
        isSVG: true,
      },
    ],
    [element(9, "base", { href: "../cdn/" })],
    proxied,
  );
  expect(bodyOf(decoder)).toBe(
    '<img src="/proxy/image?https://shop.test/cdn/i.png" srcset="/proxy/image?https://shop.test/cdn/a,b.png 1x, /proxy/image?data:image/gif;base64,AA 2x"></img>' +
      '<a href="https://shop.test/cdn/?q"></a>' +
      '<use href="#icon"></use>' +
      '<rect fill="url("#g")" style="mask:url("/proxy/image?https://shop.test/cdn/m.svg")"></rect>',
  );
});

test("on a soft navigation the base follows the document's address", () => {
  const decoder = open([element(5, "img", { src: "i.png" })], [], proxied);
  decoder.decode(0, [meta("https://shop.test/c/d"), v1Snapshot([element(5, "img", { src: "i.png" })])]);
  expect(bodyOf(decoder)).toBe('<img src="/proxy/image?https://shop.test/c/i.png"></img>');
});

test("without a policy, only what the recording holds whole is loaded", () => {
  const decoder = open([
    element(5, "img", { src: "data:image/gif;base64,AAAA" }),
    element(6, "img", { src: "data:image/png;base64,AAAA[...]" }),
    element(7, "img", { src: "data:truncated", srcset: "x.png 2x" }),
    element(8, "video", { poster: "p.png", src: "data:video/mp4;base64,AAAA", autoplay: "" }),
    { ...element(9, "use", { href: "sprite.svg#a" }), isSVG: true },
  ]);
  const body = bodyOf(decoder);
  expect(body).toContain('<img src="data:image/gif;base64,AAAA">');
  expect(body.match(/ (?:src|srcset|poster|href)=/g)).toHaveLength(1);
});

test("style sheets that were not recorded are not waited for", () => {
  const link = element(5, "link", { rel: "stylesheet", href: "s.css", media: "print" });
  expect(headOf(open([], [link]))).toBe(
    '<link media="print" rr_href="https://shop.test/a/s.css" rr_rel="stylesheet"></link>',
  );
  expect(headOf(open([], [link], proxied))).toContain(
    '_cssText="@import url("/proxy/style?https://shop.test/a/s.css");" media="print"',
  );
});

const got = (address: string) => `/get?url=${encodeURIComponent(address)}`;

test("through a proxy, every address that is loaded is the proxy's; a fragment stays the browser's", () => {
  const addresses = throughProxy((file) => `/get?url=${encodeURIComponent(file)}`);
  const body = bodyOf(
    open(
      [
        element(5, "img", { src: "a b.png", srcset: "/s.png 1x, data:image/gif;base64,AA 2x" }),
        { ...element(6, "image", { href: "i.svg#part" }), isSVG: true },
        { ...element(7, "use", { href: "sprite.svg#a" }), isSVG: true },
        element(8, "p", { style: "background: url(//cdn.test/x?y=1&z)" }),
        element(9, "img", { src: "blob:https://shop.test/1" }),
        element(10, "img", { src: "ftp://shop.test/1" }),
      ],
      [],
      { addresses },
    ),
  );
  expect(body).toContain(`src="${got("https://shop.test/a/a%20b.png")}"`);
  expect(body).toContain(`srcset="${got("https://shop.test/s.png")} 1x, data:image/gif;base64,AA 2x"`);
  expect(body).toContain(`href="${got("https://shop.test/a/i.svg")}#part"`);
  expect(body).toContain(`href="${got("https://shop.test/a/sprite.svg")}#a"`);
  expect(body).toContain(`url("${got("https://cdn.test/x?y=1&z")}")`);
  expect(body.match(/ (?:src|srcset|href)=/g)).toHaveLength(4);
});

test("a link that changes loads what it names then, and nothing while it is disabled", () => {
  const link = element(5, "link", { rel: "stylesheet", href: "s.css", disabled: "" });
  const decoder = open([], [link], proxied);
  expect(headOf(decoder)).not.toContain("@import");
  const sheetAfter = (attributes: Record<string, string | null>) =>
    JSON.stringify(decoder.decode(0, [v1Mutation({ attributes: [{ id: 5, attributes }] })]));
  expect(sheetAfter({ disabled: null })).toContain(
    String.raw`"_cssText":"@import url(\"/proxy/style?https://shop.test/`,
  );
  expect(sheetAfter({ href: "t.css" })).toContain("t.css");
  expect(sheetAfter({ rel: "alternate stylesheet" })).toContain(`"_cssText":""`);
});
