import { expect, test } from "vitest";
import { rewriteMedia } from "./css-media.ts";

test.each([
  ["@media (prefers-color-scheme: dark) {", "@media (max-width: -1px) {"],
  ["@media screen and (prefers-color-scheme:LIGHT) {", "@media screen and (min-width: 0px) {"],
  ["(prefers-color-scheme)", "(min-width: 0px)"],
  ["@media (prefers-reduced-motion) {", "@media (max-width: -1px) {"],
  ["@media not ( prefers-reduced-motion : reduce ) {", "@media not (max-width: -1px) {"],
  ["(prefers-reduced-motion: no-preference)", "(min-width: 0px)"],
  ["(prefers-contrast: more), (forced-colors: active)", "(max-width: -1px), (max-width: -1px)"],
  ["(max-device-width: 480px) and (device-height:1px)", "(max-width: 480px) and (height:1px)"],
  ["(-webkit-min-device-pixel-ratio: 2)", "(-webkit-min-device-pixel-ratio: 2)"],
  [":root { color-scheme: light dark !important }", ":root { color-scheme: light !important }"],
  [
    "a { color-scheme:dark light; } b { color-scheme: dark }",
    "a { color-scheme: light; } b { color-scheme: dark }",
  ],
  ["(forced-colors: none)", "(forced-colors: none)"],
])("%s", (recorded, rewritten) => expect(rewriteMedia(recorded)).toBe(rewritten));
