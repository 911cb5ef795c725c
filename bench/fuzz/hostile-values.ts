import type { Random } from "./random.ts";

// JSON that JSON.stringify would not write (numbers beyond all bounds, nesting beyond its stack) is held as
// strings with this mark and put in when the text is written.
const MARK = "\u0001raw:";
const raw = (text: string): string => `${MARK}${text}`;

const PLAIN: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  -1e9,
  0.5,
  1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  [],
  {},
  [[]],
  [0],
  [0, 0],
  [1, "DIV"],
  ..."__proto__ constructor toString hasOwnProperty valueOf prototype".split(" "),
  ..."script SCRIPT svg>script svg>SCRIPT iframe svg>use svg>image svg>animate style STYLE link base meta".split(
    " ",
  ),
  ..."#document #text #shadow-root #doctype #cdata-section #document-fragment object template html body".split(
    " ",
  ),
  ..."input select option textarea video audio canvas img a area svg>a svg>set my-element font-face".split(
    " ",
  ),
  ..."src href xlink:href srcset style poster onclick ONLOAD on onfoo _cssText rr_src http-equiv".split(" "),
  "",
  " ",
  "***",
  "javascript:alert(1)",
  " java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "JAVASCRIPT:alert(1)",
  "vbscript:x",
  "#a;javascript:alert(1)",
  "https://evil.test/x.png",
  "//evil.test/x.png",
  "/x.png",
  "x.png 1x, https://evil.test/y.png 2x",
  "data:text/html,<script>alert(1)</script>",
  "data:image/png;base64,AAAA",
  "blob:https://evil.test/1",
  "url(https://evil.test/x)",
  'URL( "//evil.test/x" )',
  "u\\72l(https://evil.test/x)",
  "\\75 rl(https://evil.test/x)",
  "url(https://evil.test/x",
  "background:url('https://evil.test/x'",
  "a{background:url(https://evil.test/x)}",
  "@import 'https://evil.test/a.css';",
  "@im\\70ort 'https://evil.test/a.css';",
  "@import url(https://evil.test/a.css) screen;",
  "image-set('https://evil.test/a.png' 1x)",
  "-webkit-image-set(url(https://evil.test/a.png) 1x)",
  '"url("url(https://evil.test/x)',
  "/* url( */ url(https://evil.test/x)",
  'a{b:\\\\"x" url(https://evil.test/x)}',
  'a{b:"x\r url(https://evil.test/x)}',
  "@import/**/'https://evil.test/a.css';",
  "image\\-set('https://evil.test/a.png' 1x)",
  "a\nb{}",
  "\ud800",
  "\u0000",
  "a".repeat(300),
];

const LARGE: readonly ((random: Random) => unknown)[] = [
  () => raw("1e999"),
  () => raw("-1e999"),
  () => raw("-0"),
  (random) =>
    random.pick(["x", "é", "[", "(", "url(", '"', "\\", "{", "/*", "a,", "@import "]).repeat(100_000),
  (random) => nested(random, "[", "0", "]"),
  (random) => nested(random, '{"a":', "0", "}"),
  (random) =>
    nested(random, '{"type":2,"id":9,"tagName":"div","attributes":{},"childNodes":[', "", "]}", 20_000),
  (random) => Array.from({ length: random.below(20_000) }, () => [1, "DIV"]),
  (random) => Array.from({ length: random.below(20_000) }, (_, at) => at),
  (random) => Array.from({ length: random.below(20_000) }, () => "x"),
];

function nested(random: Random, open: string, inner: string, close: string, most = 200_000): string {
  const depth = random.below(most);
  return raw(`${open.repeat(depth)}${inner}${close.repeat(depth)}`);
}

/** A value that a record should not have where it is put. */
export const hostileValue = (random: Random): unknown =>
  random.next() < 0.9 ? random.pick(PLAIN) : random.pick(LARGE)(random);

/** JSON text of a value that may hold values of `hostileValue`. */
export const writeHostile = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/"\\u0001raw:((?:[^"\\]|\\.)*)"/g, (_match, text: string) =>
    text.replaceAll('\\"', '"'),
  );
