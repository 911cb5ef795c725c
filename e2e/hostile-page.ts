// A page that tries to run script and to reach a server, as records of both formats: everything that HTML, SVG
// and CSS offer for it and that a recording could hold.

export interface HostileNode {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly svg?: boolean;
  readonly children?: readonly HostileNode[];
}

/** Leaves a mark in every window that it can reach, opens a dialog, and calls the server. */
const attackOn = (canary: string) =>
  `for (let w = window; ; w = w.parent) { w.attacked = true; if (w === w.parent) break; } fetch("${canary}/ran"); alert("ran")`;

const styleText = (at: string) => `
  @import url(${at}/import); @import "${at}/import-text";
  @font-face { font-family: f; src: url(${at}/font); }
  @namespace svg url(${at}/namespace);
  p { font-family: f; background: url(${at}/background), image-set("${at}/image-set" 1x); animation: a 1ms; }
  p::before { content: url("${at}/content"); }
  li { list-style: url(${at}/list); }
  body { cursor: url(${at}/cursor), auto; border-image: url(${at}/border) 1; mask: url(${at}/mask#m); }
  @keyframes a { to { color: red; } }`;

/** What stands in the page's head. */
export function hostileHead(at: string): readonly HostileNode[] {
  const link = (rel: string, more = {}) => ({
    tag: "link",
    attributes: { rel, href: `${at}/link-${rel}`, ...more },
  });
  return [
    { tag: "meta", attributes: { "http-equiv": "refresh", content: `0;url=${at}/refresh` } },
    { tag: "base", attributes: { href: `${at}/base/`, target: "_top" } },
    { tag: "style", text: styleText(at) },
    { tag: "style", attributes: { _cssText: styleText(`${at}/css-text`) } },
    link("stylesheet"),
    link("stylesheet", { _cssText: styleText(`${at}/link-css-text`) }),
    link("preload", { as: "image" }),
    link("modulepreload"),
    link("prefetch"),
    link("icon"),
    link("manifest"),
    { tag: "script", text: attackOn(at) },
    { tag: "script", attributes: { src: `${at}/script` } },
  ];
}

function svgNodes(at: string): readonly HostileNode[] {
  const attack = attackOn(at);
  const svg = (tag: string, attributes: Record<string, string> = {}, more: Partial<HostileNode> = {}) => ({
    tag,
    svg: true,
    attributes,
    ...more,
  });
  return [
    svg(
      "svg",
      { onload: attack, width: "50", height: "50" },
      {
        children: [
          svg("script", {}, { text: attack }),
          svg("script", { href: `${at}/svg-script` }),
          svg("image", { href: `${at}/svg-image`, "xlink:href": `${at}/svg-xlink`, onerror: attack }),
          svg("use", { href: `${at}/svg-use#a` }),
          svg("feimage", { href: `${at}/svg-fe` }),
          svg("rect", { fill: `url(${at}/svg-fill#f)`, style: `filter: url(${at}/svg-filter#f)` }),
          svg("style", {}, { text: `@import url(${at}/svg-import);` }),
          svg(
            "a",
            { "xlink:href": `javascript:${attack}` },
            {
              children: [
                svg("animate", { attributename: "href", values: `javascript:${attack}`, onbegin: attack }),
                svg("text", { y: "20" }, { text: "svg link" }),
              ],
            },
          ),
        ],
      },
    ),
  ];
}

function formNodes(at: string): readonly HostileNode[] {
  const attack = attackOn(at);
  return [
    {
      tag: "form",
      attributes: { action: `${at}/form`, onsubmit: attack },
      children: [
        { tag: "input", attributes: { type: "image", src: `${at}/input-image` } },
        { tag: "input", attributes: { autofocus: "", onfocus: attack, oninput: attack } },
        { tag: "button", attributes: { formaction: `javascript:${attack}`, onclick: attack }, text: "b" },
        { tag: "button", attributes: { formaction: `${at}/formaction`, formtarget: "_top" }, text: "c" },
      ],
    },
    { tag: "form", attributes: { action: `javascript:${attack}` }, children: [{ tag: "button", text: "d" }] },
  ];
}

/** What stands in its body. */
export function hostileBody(at: string): readonly HostileNode[] {
  const attack = attackOn(at);
  const inline = `data:text/html,${encodeURIComponent(`<script>${attack}</script>`)}`;
  return [
    { tag: "p", attributes: { onclick: attack, onanimationstart: attack }, text: "still here" },
    { tag: "a", attributes: { href: `javascript:${attack}` }, text: "script" },
    { tag: "a", attributes: { href: ` java\tscript:${attack}` }, text: "split" },
    { tag: "a", attributes: { href: `${at}/link`, ping: `${at}/ping`, target: "_top" }, text: "top" },
    { tag: "a", attributes: { href: `${at}/link-self` }, text: "self" },
    { tag: "a", attributes: { href: `${at}/download`, download: "x" }, text: "download" },
    { tag: "img", attributes: { src: "data:,", onerror: attack } },
    {
      tag: "img",
      attributes: { src: `${at}/image`, srcset: `${at}/set 1x, ${at}/set-2 2x`, onerror: attack },
    },
    { tag: "img", attributes: { src: "/relative-image", rr_dataurl: `${at}/data-url` } },
    { tag: "img", attributes: { rr_dataURL: `${at}/dataURL`, rr_src: `${at}/rr-src` } },
    { tag: "canvas", attributes: { rr_dataURL: `${at}/canvas` } },
    {
      tag: "picture",
      children: [
        { tag: "source", attributes: { srcset: `${at}/picture` } },
        { tag: "img", attributes: { src: "" } },
      ],
    },
    {
      tag: "video",
      attributes: { src: `${at}/video`, poster: `${at}/poster`, autoplay: "", onerror: attack },
      children: [{ tag: "track", attributes: { src: `${at}/track`, default: "" } }],
    },
    {
      tag: "audio",
      attributes: { autoplay: "", rr_mediaState: "played" },
      children: [{ tag: "source", attributes: { src: `${at}/audio`, onerror: attack } }],
    },
    { tag: "iframe", attributes: { src: `${at}/frame`, onload: attack } },
    { tag: "iframe", attributes: { srcdoc: `<script>${attack}</script><img src="${at}/srcdoc">` } },
    { tag: "iframe", attributes: { src: `javascript:${attack}` } },
    { tag: "iframe", attributes: { src: inline } },
    { tag: "object", attributes: { data: `${at}/object`, onerror: attack } },
    { tag: "object", attributes: { data: inline } },
    { tag: "embed", attributes: { src: `${at}/embed` } },
    { tag: "details", attributes: { open: "", ontoggle: attack } },
    { tag: "table", attributes: { background: `${at}/table` } },
    { tag: "div", attributes: { style: `background: url(${at}/style); color: red`, onmouseover: attack } },
    { tag: "ul", children: [{ tag: "li", text: "x" }] },
    ...formNodes(at),
    ...svgNodes(at),
  ];
}

/** The same attributes set later, on an element of the page. */
export const laterAttributes = (at: string): Readonly<Record<string, string>> => ({
  src: `${at}/later`,
  srcset: `${at}/later-set 1x`,
  href: `javascript:${attackOn(at)}`,
  style: `background: url(${at}/later-style)`,
  onclick: attackOn(at),
});

export const laterRule = (at: string) => `p { background: url(${at}/later-rule) }`;
