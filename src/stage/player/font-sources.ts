// A FontFace does not tell where it was to come from. The rules that made it do.

/** Bounds on what a hostile page can have compared. */
const MOST_FACES = 100;
const MOST_RULES = 2_000;

const ADDRESS = /url\("((?:[^"\\]|\\.)*)"\)/g;

/**
 * The absolute addresses that a page's own sheets name for these font faces. A face of another host's sheet, which may
 * not be read, is told by the name of its family.
 */
export function sourcesOf(faces: readonly FontFace[], page: Document): readonly FontSource[] {
  const rules = faceRules(page);
  return faces.slice(0, MOST_FACES).flatMap((face) => {
    const own = rules.filter(({ rule }) => isOf(face, rule));
    return own.length === 0 ? [{ family: unquoted(face.family) }] : own.flatMap(addressesIn);
  });
}

export type FontSource = { readonly url: string } | { readonly family: string };

const addressesIn = ({ rule, base }: FaceRule): FontSource[] =>
  [...rule.style.getPropertyValue("src").matchAll(ADDRESS)].map(([, url = ""]) => ({
    url: absolute(url.replaceAll(/\\(.)/g, "$1"), base),
  }));

interface FaceRule {
  readonly rule: CSSFontFaceRule;
  /** What its addresses are relative to. */
  readonly base: string;
}

function faceRules(page: Document): readonly FaceRule[] {
  const found: FaceRule[] = [];
  const sheets: CSSStyleSheet[] = [...page.styleSheets, ...page.adoptedStyleSheets];
  for (let sheet = sheets.pop(); sheet !== undefined; sheet = sheets.pop())
    for (const rule of rulesOf(sheet)) {
      if ("styleSheet" in rule && rule.styleSheet !== null) sheets.push(rule.styleSheet as CSSStyleSheet);
      else if (isFace(rule)) found.push({ rule, base: sheet.href ?? page.baseURI });
      if (found.length >= MOST_RULES) return found;
    }
  return found;
}

function rulesOf(sheet: CSSStyleSheet): Iterable<CSSRule> {
  try {
    return sheet.cssRules;
  } catch {
    // A SecurityError: the sheet is another host's, and may not be read.
    return [];
  }
}

/** In the frame's own realm, `instanceof` would not know the rule. */
const isFace = (rule: CSSRule): rule is CSSFontFaceRule => rule.constructor.name === "CSSFontFaceRule";

function isOf(face: FontFace, { style }: CSSFontFaceRule): boolean {
  const is = (name: string, value: string) => (style.getPropertyValue(name) || "normal") === value;
  return (
    unquoted(style.getPropertyValue("font-family")) === unquoted(face.family) &&
    is("font-weight", face.weight) &&
    is("font-style", face.style)
  );
}

const unquoted = (family: string) => family.replace(/^(["'])(.*)\1$/, "$2");

const absolute = (url: string, base: string) => (URL.canParse(url, base) ? new URL(url, base).href : "");
