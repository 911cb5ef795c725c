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
  ['@import "x.css" print; a{}', "@media not all {} a{}"],
  ["@import url(x.css);a{}", "@media not all {}a{}"],
  ["@namespace svg url(http://www.w3.org/2000/svg);", "@namespace svg url(http://www.w3.org/2000/svg);"],
  ["a{b:url(javascript:alert(1))}", "a{b:url(javascript:alert(1))}"],
  ['a\\"b{c:url(secret)}', 'a\\"b{c:url("")}'],
  ["a{content:'it\\'s url(x)';b:url('secret')}", "a{content:'it\\'s url(x)';b:url(\"\")}"],
  [
    `a{b:image-set("i.png" 1x type("image/png"),'secret' 2x, url(j.png))} p{content:"i.png"}`,
    'a{b:image-set(url("/image?https://shop.test/a/i.png") 1x type("image/png"),url("") 2x, url("/image?https://shop.test/a/j.png"))} p{content:"i.png"}',
  ],
  ["a{color:red}", "a{color:red}"],
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
    "@namespace ",
    "\\",
    "url( ",
    "image-set(",
    "(",
  ])
    expect(rewrite(`image-set(url(${part.repeat(50_000)}`).length).toBeGreaterThan(0);
});
