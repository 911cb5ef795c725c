import type { serializedNodeWithId } from "@rrweb/types";
import { expect, test } from "vitest";
import { asRecorded, throughProxy } from "./address.ts";
import { createViewDecoder, type DecoderOptions } from "./create-view-decoder.ts";
import {
  bodyOf,
  change,
  changeSnapshot,
  element,
  headOf,
  meta,
  ofSource,
  record,
  rootOf,
  T,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

function open(body: Parameters<typeof v1Snapshot>[0], head: typeof body = [], options: DecoderOptions = {}) {
  const decoder = createViewDecoder(options);
  decoder.decode(0, [meta(), v1Snapshot(body, head)]);
  return decoder;
}
const proxied: DecoderOptions = { addresses: (address, use) => `/proxy/${use}?${address}` };

test("scripts are left out, those of SVG too, in snapshots and in mutations", () => {
  const scripts = [element(5, "script", {}, text(6, "alert(1)")), { ...element(7, "script"), isSVG: true }];
  const decoder = open([...scripts, element(8, "p")]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  const events = decoder.decode(0, [
    v1Mutation({
      removes: [{ id: 5, parentId: 4 }],
      adds: [{ parentId: 8, nextId: null, node: element(9, "script", {}, text(10, "alert(2)")) }],
      texts: [{ id: 10, value: "alert(3)" }],
    }),
  ]);
  expect(events).toEqual([]);
});

test("event handlers and addresses that run script are dropped", () => {
  const decoder = open([
    element(5, "a", { href: " java\nscript:alert(1)", onclick: "alert(1)", OnMouseOver: "x", class: "c" }),
  ]);
  expect(bodyOf(decoder)).toBe('<a class="c"></a>');
});

test("SVG animation sets no address", () => {
  const decoder = open([
    {
      ...element(5, "animate", { attributeName: "xlink:href", values: "#a;https://evil.test/x" }),
      isSVG: true,
    },
    { ...element(6, "set", { attributeName: "fill", to: "url(https://evil.test/x#g)" }), isSVG: true },
  ]);
  expect(bodyOf(decoder)).toBe(
    '<animate values="#a;https://evil.test/x"></animate><set attributeName="fill" to="url("")"></set>',
  );
});

test("a meta that acts like a header, and a base, are made inert", () => {
  const decoder = open(
    [],
    [
      element(5, "meta", { "http-equiv": "refresh", content: "0;url=/x" }),
      element(6, "base", { href: "/other/" }),
    ],
  );
  expect(headOf(decoder)).toBe(
    '<meta content="0;url=/x" rr_http-equiv="refresh"></meta><base rr_href="https://shop.test/other/"></base>',
  );
});

test.each(["iframe", "frame", "object", "embed"])(
  "%s loads nothing and is marked as a placeholder",
  (tag) => {
    const decoder = open(
      [element(5, tag, { src: "/in", data: "/in", srcdoc: "<p>", allow: "camera", width: "10" })],
      [],
      proxied,
    );
    expect(bodyOf(decoder)).toContain(
      `<${tag} data-rum-replay-placeholder="frame" rr_data="https://shop.test/in" rr_src="https://shop.test/in" rr_srcdoc="<p>" width="10">`,
    );
  },
);

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

test("names that a browser refuses are replaced, attributes with such names dropped", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "A B", ["x y", "1"], ["ok", "1"]],
      [0, "svg>a:b:c"],
      [0, "1P"],
      [0, "svg>textPath", ["'", "1"]],
    ]),
  ]);
  expect(bodyOf(decoder)).toBe('<div ok="1"></div><g></g><div></div><textPath></textPath>');
});

test("CDATA, second roots and text beside the root element are left out", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [
    meta(),
    changeSnapshot([
      [1, "#cdata-section"],
      [0, "P"],
      [7, "HTML"],
      [8, "#text", "stray"],
    ]),
  ]);
  const root = rootOf(decoder.snapshot(T as never));
  expect("childNodes" in root && root.childNodes.map(({ id }) => id)).toEqual([2, 3]);
  expect(bodyOf(decoder)).toBe("<p></p>");
  expect(decoder.decode(0, [change([[2, 8, 7]])])).toEqual([]);
});

test("a shadow root on an element that cannot have one is left out", () => {
  const decoder = open([
    element(5, "input", {}, { type: 11, id: 6, isShadowRoot: true, childNodes: [text(7, "x")] }),
  ]);
  expect(bodyOf(decoder)).toBe("<input></input>");
});

test("what leaves a shadow root that then leaves its host is taken out of the replay", () => {
  const root = { type: 11, id: 6, isShadowRoot: true, childNodes: [text(7, "x"), text(8, "y")] };
  const decoder = open([element(5, "div", {}, root)]);
  const events = decoder.decode(0, [v1Mutation({ removes: [7, 6].map((id) => ({ id, parentId: 5 })) })]);
  expect(ofSource(events, 0)).toMatchObject([
    {
      removes: [
        { id: 8, parentId: 6, isShadow: true },
        { id: 9, parentId: 6, isShadow: true },
      ],
    },
  ]);
});

test.each([
  ["without a doctype", []],
  [
    "with a doctype of old",
    [{ type: 1, id: 9, name: "html", publicId: "-//W3C//DTD HTML 3.2//EN", systemId: "" }],
  ],
])("a document %s is in quirks mode", (_what, doctype) => {
  const decoder = createViewDecoder();
  const node = { type: 0, id: 0, childNodes: [...doctype, element(1, "html")] };
  decoder.decode(0, [record(2, { node })]);
  expect(rootOf(decoder.snapshot(T as never))).toMatchObject({
    compatMode: "BackCompat",
    childNodes: [{ id: 2 }],
  });
});

test("an empty document has no mode, which would crash the player", () => {
  const decoder = createViewDecoder();
  decoder.decode(0, [record(2, { node: { type: 0, id: 0, childNodes: [] } })]);
  expect(rootOf(decoder.snapshot(T as never))).toEqual({ type: 0, id: 1, childNodes: [] });
});

test("masked values that a control refuses are left out", () => {
  const decoder = open([
    element(5, "input", { type: "number", value: "***" }),
    element(6, "input", { type: "text", value: "***" }),
  ]);
  expect(bodyOf(decoder)).toBe('<input type="number"></input><input type="text" value="***"></input>');
});

const DEEP = 200_000;
function nested(from: number): ReturnType<typeof element> {
  let node = element(from + DEEP, "i");
  for (let id = from + DEEP - 1; id >= from; id -= 1) node = element(id, "div", {}, node);
  return node;
}

test("a V1 page as deep as it likes is rebuilt as far as it goes, also where it grows later", () => {
  const decoder = createViewDecoder();
  const events = decoder.decode(0, [
    meta(),
    v1Snapshot([nested(10), element(5, "p")]),
    v1Mutation({ adds: [{ parentId: 4, nextId: null, node: nested(300_000) }] }),
    v1Mutation({ attributes: [{ id: 5, attributes: { title: "plays on" } }] }),
  ]);
  expect(depthOf(rootOf(events))).toBeGreaterThan(900);
  expect(ofSource(events, 0)).toMatchObject([
    {},
    { attributes: [{ id: 6, attributes: { title: "plays on" } }] },
  ]);
  expect(decoder.diagnostics()).toMatchObject([{ code: "record-malformed", count: 2 }]);
});

test("so is a page in the Change format", () => {
  const decoder = createViewDecoder();
  const nodes = Array.from({ length: DEEP }, () => [1, "DIV"]);
  const events = decoder.decode(0, [meta(), changeSnapshot([...nodes, [DEEP + 1, "P"]])]);
  const last = DEEP + 5;
  const more = decoder.decode(0, [change([[3, [last, ["title", "plays on"]]]])]);
  expect(depthOf(rootOf(events))).toBeGreaterThan(900);
  expect(ofSource(more, 0)).toMatchObject([
    { attributes: [{ id: last + 1, attributes: { title: "plays on" } }] },
  ]);
});

function depthOf(root: serializedNodeWithId): number {
  let depth = 0;
  for (let node: serializedNodeWithId | undefined = root; node; depth++)
    node =
      "childNodes" in node
        ? node.childNodes.find((child) => "childNodes" in child && child.childNodes.length > 0)
        : undefined;
  return depth;
}

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

test("what requests say of who makes them is not the recorded page's to choose", () => {
  const image = element(5, "img", {
    src: "i.png",
    referrerpolicy: "unsafe-url",
    crossorigin: "use-credentials",
    attributionsrc: "https://spy.test/",
  });
  const policy = element(6, "meta", { name: "Referrer", content: "unsafe-url" });
  const decoder = open([image], [policy], { addresses: asRecorded });
  expect(bodyOf(decoder)).toBe(
    '<img rr_attributionsrc="https://spy.test/" rr_crossorigin="use-credentials" rr_referrerpolicy="unsafe-url" src="https://shop.test/a/i.png"></img>',
  );
  expect(headOf(decoder)).not.toContain("name=");
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
