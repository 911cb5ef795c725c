import { describe, expect, test } from "vitest";
import { asRecorded, throughProxy } from "./address.ts";
import { createViewDecoder, type DecoderOptions } from "./create-view-decoder.ts";
import {
  change,
  changeSnapshot,
  element,
  incremental,
  meta,
  shadow,
  text,
  v1Mutation,
  v1Snapshot,
} from "./testing/records.ts";

// Every way in which a page names what it loads, in every place where a record may hold it. The page is at
// https://shop.test/a/b, and its base is https://cdn.test/base/. Marks are numbered, to tell them apart.

let count = 0;
/** Another relative address. */
const mark = () => `mark-${++count}.png`;

const svg = (node: object) => ({ ...node, isSVG: true });

type Attributes = Readonly<Record<string, string>>;
/** An element and the attributes by which it loads something. */
const WAYS: readonly (readonly [tag: string, isSvg: boolean, attributes: () => Attributes])[] = [
  ["img", false, () => ({ src: mark(), srcset: `${mark()} 1x, ${mark()}  2x,${mark()} 3x` })],
  ["source", false, () => ({ srcset: `${mark()} 100w, ${mark()} 200w`, media: "print" })],
  ["source", false, () => ({ src: mark() })],
  ["video", false, () => ({ src: mark(), poster: mark() })],
  ["audio", false, () => ({ src: mark() })],
  ["track", false, () => ({ src: mark() })],
  ["input", false, () => ({ type: "image", src: mark() })],
  ["link", false, () => ({ rel: "preload", as: "image", imagesrcset: `${mark()} 1x, ${mark()} 2x` })],
  ["table", false, () => ({ background: mark() })],
  ["p", false, () => ({ style: `background:url(${mark()}),url("${mark()}");cursor:url('${mark()}'),auto` })],
  ["p", false, () => ({ style: `background:image-set("${mark()}" 1x, url(${mark()}) 2x)` })],
  ["p", false, () => ({ style: `--own: url(${mark()}); background: var(--own)` })],
  ["image", true, () => ({ href: mark() })],
  ["image", true, () => ({ "xlink:href": mark() })],
  ["use", true, () => ({ href: `${mark()}#part` })],
  ["use", true, () => ({ "xlink:href": `${mark()}#part` })],
  ["feImage", true, () => ({ href: mark() })],
  [
    "rect",
    true,
    () => ({ fill: `url(${mark()}#f)`, filter: `url(${mark()}#f)`, mask: `url("${mark()}#m")` }),
  ],
];

/** A rule that loads something. */
const rule = () => `.r { background: url(${mark()}); } `;
const sheet = () =>
  `@import "${mark()}"; @import url(${mark()}) print; @font-face { font-family: f; src: url(${mark()}) format("woff2"), url("${mark()}"); } ` +
  `.a { background: url( ${mark()} ); mask: -webkit-image-set("${mark()}" 1x); } @media print { .b::before { content: url('${mark()}'); } }`;

/** Elements that load in each way, with ids from `id` on. */
const elements = (id: number) =>
  WAYS.map(([tag, isSvg, attributes], at) => {
    const node = element(id + at, tag, attributes());
    return isSvg ? svg(node) : node;
  });
const style = (id: number) => element(id, "style", { _cssText: sheet() });
const host = (id: number) =>
  element(
    id,
    "div",
    {},
    {
      ...shadow(
        id + 1,
        element(id + 2, "link", { rel: "stylesheet", href: mark() }),
        style(id + 3),
        ...elements(id + 10),
      ),
      adoptedStyleSheets: [{ cssRules: [rule()] }],
    },
  );

const v1Records = () => [
  meta(),
  v1Snapshot(
    [...elements(100), host(200)],
    [element(5, "base", { href: "https://cdn.test/base/" }), style(6)],
  ),
  // The same elements name other things, others come, rules are inserted, the text of a style changes.
  v1Mutation({
    attributes: WAYS.map(([, , attributes], at) => ({ id: 100 + at, attributes: attributes() })),
    adds: [
      ...elements(300).map((node) => ({ parentId: 4, nextId: null, node })),
      { parentId: 4, nextId: null, node: host(400) },
      { parentId: 3, nextId: null, node: element(500, "style", {}, text(501, sheet())) },
    ],
  }),
  v1Mutation({ texts: [{ id: 501, value: sheet() }] }),
  incremental({ source: 8, id: 6, adds: [{ rule: rule(), index: 0 }] }),
];

const pairs = (attributes: Attributes): unknown[] => Object.entries(attributes);

const changeRecords = () => {
  const nodes = (parentFirst: number) =>
    WAYS.map(([tag, isSvg, all], at) => [
      at === 0 ? parentFirst : 0,
      isSvg ? `svg>${tag}` : tag.toUpperCase(),
      ...pairs(all()),
    ]);
  return [
    meta(),
    changeSnapshot([[2, "BASE", ["href", "https://cdn.test/base/"]], ...nodes(2)]),
    change([[3, ...WAYS.map(([, , all], at) => [(6 + at) as unknown].concat(pairs(all())))]]),
  ];
};

/** All events of a view as text, those of the records and those of a snapshot at the end. */
function eventsOf(records: ReturnType<typeof v1Records>, options: DecoderOptions): string {
  const decoder = createViewDecoder(options);
  return JSON.stringify([
    ...decoder.decode(0, records),
    ...decoder.snapshot(records[0]?.timestamp ?? (0 as never)),
  ]);
}

const proxied = (file: string, use: string) => `/get?${use}=${file}`;
const PROXIED = /\/get\?(?:image|font|media|style)=https:\/\/cdn\.test\/base\/mark-\d+\.png/g;

/** Attributes under names that nothing acts on may hold addresses. */
const withoutAside = (events: string) => events.replaceAll(/"rr_[\w:-]+":"[^"]*"/g, "");

/** Marks in a text, with what stands before them. */
const namedIn = (events: string) => events.match(/.{0,60}mark-\d+\.png/g) ?? [];

describe.each([
  ["SDK 3 to 6", v1Records],
  ["SDK 7", changeRecords],
])("%s", (_name, recordsOf) => {
  test("through a proxy, everything is asked of the proxy, resolved against the page's base", () => {
    count = 0;
    const played = withoutAside(eventsOf(recordsOf(), { addresses: throughProxy(proxied) }));
    const asked = new Set(played.match(PROXIED));
    expect(new Set([...asked].map((address) => /mark-\d+/.exec(address)?.[0])).size).toBe(count);
    expect(namedIn(played.replaceAll(PROXIED, ""))).toEqual([]);
  });

  test("directly, everything is as recorded, resolved likewise", () => {
    const played = withoutAside(eventsOf(recordsOf(), { addresses: asRecorded }));
    expect(namedIn(played.replaceAll(/https:\/\/cdn\.test\/base\/mark-\d+\.png/g, ""))).toEqual([]);
  });

  test("when nothing is to be fetched, addresses are nowhere but in attributes that nothing acts on", () => {
    const refused = new Set<string>();
    count = 0;
    const played = eventsOf(recordsOf(), { refused: (address) => refused.add(address.replace(/#.*/, "")) });
    expect(namedIn(withoutAside(played))).toEqual([]);
    // All of them are counted.
    expect(refused.size).toBe(count);
  });
});
