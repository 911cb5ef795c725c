import { hasAny } from "./css-words.ts";

// Media queries and colour schemes that would be answered by the viewer's device where the recorded one's answer is wanted. What that
// device was like is not recorded, but for its viewport; what most have stands for the rest.

const ALWAYS = "(min-width: 0px)";
const NEVER = "(max-width: -1px)";

/** For each preference, the value that is taken for the recorded person's. */
const PREFERRED = new Map([
  ["color-scheme", "light"],
  ["reduced-motion", "no-preference"],
  ["contrast", "no-preference"],
  ["reduced-transparency", "no-preference"],
  ["reduced-data", "no-preference"],
]);
const PREFERENCE = new RegExp(
  String.raw`\(\s*prefers-(${[...PREFERRED.keys()].join("|")})\s*(?::\s*([a-z-]+)\s*)?\)`,
  "gi",
);
const FORCED = /\(\s*(?:forced-colors(?:\s*:\s*active)?|inverted-colors(?:\s*:\s*inverted)?)\s*\)/gi;
const DEVICE = /\(\s*((?:min|max)-)?device-(width|height|aspect-ratio)\b/gi;

/** Where a page takes either, it is drawn light. */
const EITHER = /(?<![-\w])color-scheme\s*:\s*(?:only\s+)?(?:light\s+dark|dark\s+light)/gi;

/** What is replaced holds one of them. */
const WORDS = ["prefers-", "device-", "-colors", "color-scheme"];

/** CSS, or the text of a `media` attribute, whose queries depend on the recorded page's viewport alone. */
export function rewriteMedia(css: string): string {
  if (!hasAny(css, WORDS)) return css;
  return css
    .replaceAll(PREFERENCE, (_query, name: string, value?: string) => {
      const preferred = PREFERRED.get(name.toLowerCase());
      // Without a value it is asked whether there is a preference at all; of colours, there always is.
      if (value === undefined) return preferred === "light" ? ALWAYS : NEVER;
      return value.toLowerCase() === preferred ? ALWAYS : NEVER;
    })
    .replaceAll(EITHER, "color-scheme: light")
    .replaceAll(FORCED, NEVER)
    .replaceAll(DEVICE, (_query, bound: string | undefined, size: string) => `(${bound ?? ""}${size}`);
}
