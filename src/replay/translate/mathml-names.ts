// Elements of MathML (MathML 4 and Core). No recording says that an element is one: it is told by its name, which none
// in HTML shares.
const NAMES = new Set(
  (
    "math annotation annotation-xml maction maligngroup malignmark menclose merror mfenced mfrac mglyph mi mlabeledtr " +
    "mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable " +
    "mtd mtext mtr munder munderover semantics"
  ).split(" "),
);

/** Begins the name under which an element of MathML is built; no element is called so. */
export const MATHML = "math>";

/** Whether an element that is not SVG is one of MathML. */
export const isMathMl = (tag: string): boolean => NAMES.has(tag);
