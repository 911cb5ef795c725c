import { expect, test } from "vitest";
import { asRecorded } from "./address.ts";
import { createViewDecoder, type DecoderOptions } from "./create-view-decoder.ts";
import { bodyOf, element, headOf, meta, text, v1Mutation, v1Snapshot } from "./testing/records.ts";

// What a recorded page must not do in a replay: run anything, lead away, say who looks at it.

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
