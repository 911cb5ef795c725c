import { EventType, type eventWithTime, type serializedNodeWithId } from "@rrweb/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { changeEncoder, type Encoder, v1Encoder } from "./testing/encoders.ts";
import {
  attach,
  emptyBatch,
  grow,
  model,
  type ModelNode,
  perform,
  type Seed,
  type Step,
} from "./testing/page-model.ts";
import { RrwebModel } from "./testing/rrweb-model.ts";

/** Per way of writing; `npm run bench properties` asks for more. */
const CASES = Number(process.env["PROPERTY_CASES"] ?? 150);

const TAGS = ["div", "p", "span", "ul", "script", "my-element", "section", "iframe"];
const attributeName = fc.constantFrom("class", "id", "title", "data-a", "onclick", "hidden");

const text: fc.Arbitrary<Seed> = fc
  .string({ maxLength: 6 })
  .map((value) => ({ tag: "", text: value, attributes: {}, children: [], shadow: null }));

/** A random subtree, shadow roots included. */
const subtree: fc.Arbitrary<Seed> = fc.letrec<{ node: Seed }>((tie) => ({
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

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("insert", "remove", "move", "attribute", "text"),
  at: fc.nat(),
  to: fc.nat(),
  index: fc.nat(),
  fresh: subtree,
  name: attributeName,
  value: fc.option(fc.string({ maxLength: 4 })),
});

const encoders: Record<string, () => Encoder> = {
  "V1, ids from 0": () => v1Encoder(0),
  "V1, ids from 1": () => v1Encoder(1),
  "Change, strings by type 11": () => changeEncoder("annotated"),
  "Change, strings by type 0": () => changeEncoder("plain"),
  "Change, literal strings": () => changeEncoder("literal"),
};

function pageOf(content: readonly Seed[]): { html: ModelNode; body: ModelNode } {
  const html = model("element", "html", {}, "");
  const body = model("element", "body", {}, "");
  attach(html, model("element", "head", {}, ""), 0);
  attach(html, body, 1);
  for (const seed of content) attach(body, grow(seed), body.children.length);
  return { html, body };
}

/** The page as the replay should have it, ids aside. */
function wanted(node: ModelNode): unknown[] {
  if (node.kind === "text") return [{ text: node.text }];
  if (node.tag === "script") return [];
  const isFrame = node.tag === "iframe";
  const canHost = ["div", "p", "span", "section", "my-element"].includes(node.tag);
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).filter(([name]) => name !== "onclick"),
  );
  return [
    {
      tag: node.tag,
      attributes: { ...attributes, ...(isFrame ? { "data-rum-replay-placeholder": "frame" } : {}) },
      children: isFrame ? [] : node.children.flatMap(wanted),
      shadow: canHost ? (node.shadow?.children.flatMap(wanted) ?? []) : [],
    },
  ];
}

function shown(node: serializedNodeWithId): unknown {
  if ("textContent" in node) return { text: node.textContent };
  if (!("attributes" in node)) return node.type;
  return {
    tag: node.tagName,
    attributes: node.attributes,
    children: node.childNodes.filter(({ isShadow }) => !isShadow).map(shown),
    shadow: node.childNodes.filter(({ isShadow }) => isShadow).map(shown),
  };
}

function rootOf(snapshot: readonly eventWithTime[]): serializedNodeWithId {
  const full = snapshot.find(({ type }) => type === EventType.FullSnapshot);
  if (full?.type !== EventType.FullSnapshot) throw new Error("there is no full snapshot");
  return full.data.node;
}

test.each(Object.keys(encoders))(
  "random mutations in %s give the same page to decoder and player",
  (name) => {
    const property = fc.property(
      fc.array(subtree, { maxLength: 5 }),
      fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
      (content, batches) => {
        const encoder = encoders[name]?.() ?? v1Encoder(0);
        const { html, body } = pageOf(content);
        const decoder = createViewDecoder();
        const player = new RrwebModel();
        player.apply(decoder.decode(0, [encoder.snapshot(html)]));
        for (const steps of batches) {
          const batch = emptyBatch();
          for (const one of steps) perform(body, one, batch);
          player.apply(decoder.decode(0, [encoder.batch(html, batch)]));
          const page = rootOf(decoder.snapshot(epochMs(0)));
          expect(player.tree()).toEqual(page);
          expect("childNodes" in page && page.childNodes.slice(1).map(shown)).toEqual(wanted(html));
        }
        expect(decoder.diagnostics()).toEqual([]);
      },
    );
    fc.assert(property, { numRuns: CASES });
  },
  CASES * 400,
);
