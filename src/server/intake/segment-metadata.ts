import { z } from "zod";
import { idSchema, timeSchema, valueAt } from "./fields.ts";
import type { Part } from "./multipart.ts";
import { shown } from "./refusal.ts";

const owner = z.object({ id: idSchema });
const size = z.number().int().nonnegative();
const word = z.string().max(64);

/**
 * Metadata of one segment, as the SDK states it beside the segment and again at the end of the segment's text.
 * SDK 3 has no `source`, it and SDK 4.0 to 4.4 no `index_in_view`, mobile SDKs no `creation_reason`. Keys that
 * are not known here are left out.
 */
export const segmentMetadataSchema = z.object({
  application: owner,
  session: owner,
  view: owner,
  start: timeSchema,
  end: timeSchema,
  records_count: size.optional(),
  /** Pages of segments carry it in 32 bits. */
  index_in_view: size.max(0xff_ff_ff_ff).optional(),
  creation_reason: word.optional(),
  source: word.optional(),
  has_full_snapshot: z.boolean().optional(),
  raw_segment_size: size.optional(),
  compressed_segment_size: size.optional(),
});
export type SegmentMetadata = z.infer<typeof segmentMetadataSchema>;

/** What is stated twice and has to be the same. */
const STATED_TWICE = [
  ["application", "id"],
  ["session", "id"],
  ["view", "id"],
  ["start"],
  ["end"],
  ["creation_reason"],
  ["records_count"],
  ["has_full_snapshot"],
  ["index_in_view"],
  ["source"],
] as const;

/** A line for each thing that the upload says of a segment and the segment's own text says otherwise. */
export function contradictions(
  stated: unknown,
  inText: Readonly<Record<string, unknown>>,
): readonly string[] {
  return STATED_TWICE.flatMap((path) => {
    const outside = valueAt(stated, path);
    const inside = valueAt(inText, path);
    if (outside === undefined || inside === undefined || outside === inside) return [];
    return [`${path.join(".")} is ${shown(outside)}, but ${shown(inside)} in the segment itself`];
  });
}

const TEXT_FIELDS = ["application.id", "session.id", "view.id", "creation_reason", "source"];
const NUMBER_FIELDS = ["start", "end", "records_count", "index_in_view", "raw_segment_size"];

/**
 * Metadata from the form fields of SDK 3 and early 4, where there is no `event` part: `application.id` and so
 * on, numbers and booleans as text. Values that are not what they should be stay text.
 */
export function metadataFromFields(parts: readonly Part[]): unknown {
  const values = new Map(parts.map((part) => [part.name, new TextDecoder().decode(part.bytes)]));
  const named = (names: readonly string[], read: (text: string) => unknown) =>
    names.flatMap((name) => {
      const text = values.get(name);
      return text === undefined ? [] : [[name, read(text)] as const];
    });
  const fields = Object.fromEntries([
    ...named(TEXT_FIELDS, (text) => text),
    ...named(NUMBER_FIELDS, (text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)),
    ...named(["has_full_snapshot"], (text) => ({ true: true, false: false })[text] ?? text),
  ]);
  const { "application.id": application, "session.id": session, "view.id": view, ...flat } = fields;
  return { ...flat, application: { id: application }, session: { id: session }, view: { id: view } };
}
