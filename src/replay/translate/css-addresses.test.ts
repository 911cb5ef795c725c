import { expect, test } from "vitest";
import { Addresses } from "./address.ts";
import { rewriteCss } from "./css-addresses.ts";

const addresses = new Addresses((address, use) => (address.includes("secret") ? null : `/${use}?${address}`));
addresses.setBase("https://shop.test/a/b?q", undefined);
const rewrite = (css: string) => rewriteCss(css, addresses);

test.each([
  ["a{background:url(i.png)}", 'a{background:url("/image?https://shop.test/a/i.png")}'],
  ["a{background:URL( 'i.png' ) red}", 'a{background:url("/image?https://shop.test/a/i.png") red}'],
  [
    '@font-face{src:url("f.woff")format("woff")} a{b:url(g)}',
    '@font-face{src:url("/font?https://shop.test/a/f.woff")format("woff")} a{b:url("/image?https://shop.test/a/g")}',
  ],
  ["a{b:url(secret)}", 'a{b:url("")}'],
  ["a{b:url(#g)}", 'a{b:url("#g")}'],
  ["a{b:url(/a/b?q#g)}", 'a{b:url("#g")}'],
  ["a{b:url(x\\29 y)}", 'a{b:url("/image?https://shop.test/a/x)y")}'],
  ['a{content:"url(i.png)"}/* url(i.png) */', 'a{content:"url(i.png)"}/* url(i.png) */'],
  ['@import "x.css" print; a{}', '@import url("/style?https://shop.test/a/x.css") print; a{}'],
  ["@import url(x.css);a{}", '@import url("/style?https://shop.test/a/x.css");a{}'],
  [
    "@import url('x.css?a;b)') layer(base) screen;",
    '@import url("/style?https://shop.test/a/x.css?a;b)") layer(base) screen;',
  ],
  ['@import "secret.css" print; a{}', "@media not all {} a{}"],
  ["@import url(secret.css);a{}", "@media not all {}a{}"],
  ['@import "javascript:alert(1)";a{}', "@media not all {}a{}"],
  ["@namespace svg url(http://www.w3.org/2000/svg);", "@namespace svg url(http://www.w3.org/2000/svg);"],
  ["a{b:url(javascript:alert(1))}", "a{b:url(javascript:alert(1))}"],
  ['a\\"b{c:url(secret)}', 'a\\"b{c:url("")}'],
  ["a{content:'it\\'s url(x)';b:url('secret')}", "a{content:'it\\'s url(x)';b:url(\"\")}"],
  [
    `a{b:image-set("i.png" 1x type("image/png"),'secret' 2x, url(j.png))} p{content:"i.png"}`,
    'a{b:image-set(url("/image?https://shop.test/a/i.png") 1x type("image/png"),url("") 2x, url("/image?https://shop.test/a/j.png"))} p{content:"i.png"}',
  ],
  ["a{color:red}", "a{color:red}"],
  // Escapes in names.
  ["a{b:u\\72l(secret)}", 'a{b:url("")}'],
  ["a{b:\\55 \\000052L(secret)}", 'a{b:url("")}'],
  ["a{b:\\\\url(secret);c:x\\url(secret)}", 'a{b:\\\\url("");c:x\\url("")}'],
  ["@im\\70 ort 'x.css';a{}", '@import url("/style?https://shop.test/a/x.css");a{}'],
  ["a{b:image\\-set('secret' 1x)}", 'a{b:image-set(url("") 1x)}'],
  // A backslash that is escaped itself does not keep a string from beginning.
  ['a{b:\\\\"x" url(secret)}', 'a{b:\\\\"x" url("")}'],
  // Carriage returns and form feeds end lines, and with them strings that are not closed.
  ['a{b:"x\r url(secret)}', 'a{b:"x\n url("")}'],
  ['a{b:"x\f url(secret)}', 'a{b:"x\n url("")}'],
  // What the end of the text closes.
  ["b:url(secret", 'b:url("")'],
  ["b:url('secret'", 'b:url("")'],
  ['b:url("secret', 'b:url("")'],
  ['b:url("secret\\', 'b:url("")'],
  ["@import url(x.css", '@import url("/style?https://shop.test/a/x.css");'],
  ["@import/**/'x.css';a{}", '@import url("/style?https://shop.test/a/x.css");a{}'],
])("%s", (css, expected) => {
  expect(rewrite(css)).toBe(expected);
});

test("hostile text costs linear time", () => {
  for (const part of [
    "/*",
    '"',
    "'",
    "url(",
    'url("',
    "@import ",
    "@import url(",
    '@import "a" ',
    "@import url( ",
    "@import url('",
    "@namespace ",
    "\\",
    "url( ",
    "image-set(",
    "(",
    "a\\62 ",
    "@import/*",
  ])
    expect(rewrite(`image-set(url(${part.repeat(50_000)}`).length).toBeGreaterThan(0);
});
