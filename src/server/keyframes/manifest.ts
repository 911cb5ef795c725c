import { z } from "zod";
import { FACTS_VERSION } from "../../replay/timeline/facts-version.ts";
import { CHECKPOINT_VERSION } from "../../replay/translate/checkpoint-version.ts";

// What is derived from a view, as it is kept in the blob store:
//
//   derived/ab/abcd…/manifest      says what there is and where; replaced as a whole
//   derived/ab/abcd…/<list id>     a pack: keyframes, facts and where to go on, one after the other
//
// It can be dropped at any time, and is made again.

/** Rises whenever how it is made or kept changes. */
const MAKER_VERSION = 1;

/** Of whoever made it: what another version made is made anew. */
export const DERIVED_VERSION = `${CHECKPOINT_VERSION}.${FACTS_VERSION}.${MAKER_VERSION}`;

/** Part of a pack. */
const placeSchema = z.object({
  pack: z.string(),
  offset: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
});
export type Place = z.infer<typeof placeSchema>;

const entrySchema = placeSchema.extend({ after: z.number().int().nonnegative(), at: z.number() });

const listSchema = z.object({
  id: z.string(),
  /** Index of the last segment that it knows of, and how many there were up to it: another count, another view. */
  through: z.number().int(),
  segments: z.number().int(),
  /** No more segments were expected. */
  complete: z.boolean(),
  firstPictureAt: z.number().nullable(),
  url: z.string().nullable(),
  /** In order of `after`. */
  entries: z.array(entrySchema),
  /** `ViewFacts` as JSON, deflated. */
  facts: placeSchema,
  /** Where to go on, at the last of the entries; null: the view is to be made anew when more of it comes. */
  resume: placeSchema.nullable(),
});
/** Keyframes and facts of a view, as far as they were made at one time. */
export type KeptList = z.infer<typeof listSchema>;

export const manifestSchema = z.object({
  version: z.literal(DERIVED_VERSION),
  view: z.object({ sessionId: z.string(), viewId: z.string() }),
  list: listSchema.nullable(),
  /** The list before, for those who were told of it. */
  previous: listSchema.nullable(),
  /** Why nothing more is made of this view. */
  givenUp: z.string().nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
