import * as fc from "fast-check";
import { changeEncoder, type Encoder, v1Encoder } from "./encoders.ts";
import { attach, grow, model, type ModelNode, type Seed, type Step } from "./page-model.ts";

// Random pages, random changes of them, and the ways to write them down.

const TAGS = ["div", "p", "span", "ul", "script", "my-element", "section", "iframe"];
const attributeName = fc.constantFrom("class", "id", "title", "data-a", "onclick", "hidden");

const text: fc.Arbitrary<Seed> = fc
  .string({ maxLength: 6 })
  .map((value) => ({ tag: "", text: value, attributes: {}, children: [], shadow: null }));

/** A random subtree, shadow roots included. */
export const subtree: fc.Arbitrary<Seed> = fc.letrec<{ node: Seed }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.record({
      tag: fc.constantFrom(...TAGS),
      text: fc.constant(""),
      attributes: fc.dictionary(attributeName, fc.string({ maxLength: 4 }), { maxKeys: 3 }),
      children: fc.array(tie("node"), { maxLength: 4 }),
      shadow: fc.option(fc.array(tie("node"), { maxLength: 3 }), { freq: 4 }),
    }),
  ),
})).node;

/** A random change of a page. */
export const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("insert", "remove", "move", "attribute", "text"),
  at: fc.nat(),
  to: fc.nat(),
  index: fc.nat(),
  fresh: subtree,
  name: attributeName,
  value: fc.option(fc.string({ maxLength: 4 })),
});

/** Encoders by what is special about them. */
export const encoders: Record<string, () => Encoder> = {
  "V1, ids from 0": () => v1Encoder(0),
  "V1, ids from 1": () => v1Encoder(1),
  "Change, strings by type 11": () => changeEncoder("annotated"),
  "Change, strings by type 0": () => changeEncoder("plain"),
  "Change, literal strings": () => changeEncoder("literal"),
  "Change, strings cleared now and then": () => {
    let asked = 0;
    return changeEncoder("annotated", () => asked++ % 7 === 3);
  },
};

/** A page with this content. */
export function pageOf(content: readonly Seed[]): { html: ModelNode; body: ModelNode } {
  const html = model("element", "html", {}, "");
  const body = model("element", "body", {}, "");
  attach(html, model("element", "head", {}, ""), 0);
  attach(html, body, 1);
  for (const seed of content) attach(body, grow(seed), body.children.length);
  return { html, body };
}
