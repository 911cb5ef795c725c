import { expect, test } from "vitest";
import { AssetHosts } from "./asset-hosts.ts";

const allows = (list: string, address: string) => AssetHosts.parse(list)?.allows(new URL(address));

test.each([
  ["cdn.example.com", "https://cdn.example.com/a.png"],
  ["cdn.example.com", "http://cdn.example.com/a.png"],
  ["CDN.example.com", "https://cdn.EXAMPLE.com/"],
  ["a.example, b.example", "https://b.example/"],
  ["*.example.com", "https://a.b.example.com/"],
  ["cdn.example.com:8443", "https://cdn.example.com:8443/"],
  ["cdn.example.com:443", "https://cdn.example.com/"],
  ["127.0.0.1:4101", "http://127.0.0.1:4101/"],
  ["[::1]:4101", "http://[::1]:4101/"],
  ["bücher.example", "https://xn--bcher-kva.example/"],
])("%s allows %s", (list, address) => {
  expect(allows(list, address)).toBe(true);
});

test.each([
  ["cdn.example.com", "https://example.com/"],
  ["cdn.example.com", "https://cdn.example.com.evil.test/"],
  ["cdn.example.com", "https://cdn.example.com:8443/"],
  ["cdn.example.com:8443", "https://cdn.example.com/"],
  ["*.example.com", "https://example.com/"],
  ["*.example.com", "https://badexample.com/"],
  ["127.0.0.1:4101", "http://127.0.0.1:4102/"],
  ["127.0.0.1:4101", "http://127.0.0.2:4101/"],
])("%s does not allow %s", (list, address) => {
  expect(allows(list, address)).toBe(false);
});

test.each(["", ",", "a,,b", "http://a", "a/b", "a b", "*", "*.", "user@a", "a:0x1", "*.10.0.0.1", "[::1"])(
  "%j is no list of hosts",
  (list) => {
    expect(AssetHosts.parse(list)).toBeNull();
  },
);
