import { EventType, type eventWithTime, type serializedNodeWithId } from "@rrweb/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs } from "../../base/time.ts";
import { createViewDecoder } from "./create-view-decoder.ts";
import { v1Encoder } from "./testing/encoders.ts";
import { emptyBatch, type ModelNode, perform } from "./testing/page-model.ts";
import { encoders, pageOf, step, subtree } from "./testing/random-pages.fixture.ts";
import { RrwebModel } from "./testing/rrweb-model.ts";

/** Per way of writing; `npm run bench properties` asks for more. */
const CASES = Number(process.env["PROPERTY_CASES"] ?? 150);

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
