import { assetModeSchema, assetReasonSchema, unloadedAssetsSchema } from "./assets.ts";
import { pageStateSchema } from "./page-state.ts";
import { z } from "./schema.ts";
import { keyframeEntrySchema } from "./segment-index.ts";
import { spanSchema, viewFactsSchema } from "./view-facts.ts";

// What the viewer (or any embedder) and the stage say to each other by `postMessage`. The `replay:…`
// messages are promised to the outside; the `stage:…` ones are between the pager and the stage.
//
//   viewer                                   stage
//     │            stage:ready                 │
//     │ ◀───────────────────────────────────── │
//     │ stage:open {session, views, at, …}     │
//     │ ─────────────────────────────────────▶ │
//     │       stage:need {viewId, from, ts}    │   whenever what is wanted next changes
//     │ ◀───────────────────────────────────── │
//     │ stage:index, keyframe, segments        │   as they arrive, in any order
//     │ ─────────────────────────────────────▶ │
//     │            stage:need-images {ids}     │   whenever those that are wanted next change
//     │ ◀───────────────────────────────────── │
//     │ stage:images                           │   each once it is there, or known not to come
//     │ ─────────────────────────────────────▶ │
//     │ stage:dropped, stage:made-keyframe     │
//     │ ◀───────────────────────────────────── │
//     │ replay:state, stage:clock, stage:facts │
//     │ stage:assets                           │
//     │ ◀───────────────────────────────────── │
//
// Times are epoch milliseconds on the recorded client's clock.

/** More images are not asked for at once. */
export const MOST_IMAGES_ASKED = 32;

const speed = z.number().positive().max(64);

export const stageViewSchema = z.object({
  id: z.string(),
  url: z.string(),
  start: z.number(),
  end: z.number(),
  tabId: z.string().optional(),
  /** What RUM events say of the page being seen: from `at` on it is `active`, `passive`, `hidden`, … */
  pageStates: z.array(pageStateSchema).optional(),
  /** False: known from RUM events only; the stage says that nothing was recorded. */
  hasReplay: z.boolean(),
});
export type StageView = z.infer<typeof stageViewSchema>;

const segmentSpan = z.object({
  index: z.number(),
  start: z.number(),
  end: z.number(),
  /** As the SDK says: not reliable. */
  hasFullSnapshot: z.boolean(),
});

const stageKeyframes = z.object({
  /** Index of the last segment that was decoded for them. */
  through: z.number(),
  firstPictureAt: z.number().nullable(),
  url: z.string().nullable(),
  entries: z.array(keyframeEntrySchema.pick({ after: true, at: true })),
});

/** Messages to the stage. */
export const toStageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("replay:seek"), ts: z.number() }),
  z.object({ type: z.literal("replay:play") }),
  z.object({ type: z.literal("replay:pause") }),
  z.object({ type: z.literal("replay:speed"), speed }),
  z.object({ type: z.literal("stage:skip-inactivity"), on: z.boolean() }),
  /** Go to a view by hand, at its start unless `ts` is given; where views overlap, it is the one that is shown there. */
  z.object({ type: z.literal("stage:view"), viewId: z.string(), ts: z.number().optional() }),
  /** The tab of this view is shown wherever it is open; null: at each time the tab that had the focus. */
  z.object({ type: z.literal("stage:pin"), viewId: z.string().nullable() }),
  z.object({
    type: z.literal("stage:open"),
    session: z.object({ id: z.string(), start: z.number(), end: z.number() }),
    /** In order of start. */
    views: z.array(stageViewSchema),
    /** Where to be first: the stage is `paused` there when the frame is complete. */
    at: z.number(),
    /** The view that is shown there, where several are open. */
    viewId: z.string().optional(),
    /** The tab of this view is pinned, as by `stage:pin`. */
    pinned: z.string().optional(),
    speed,
    skipInactivity: z.boolean(),
    /** Draw the recorded pointer. */
    pointer: z.boolean(),
    /** `contain`: scale the page into the window. `actual`: one CSS pixel to one while it fits. */
    fit: z.enum(["contain", "actual"]),
    /**
     * Only pictures of the times that are asked for: nothing is played, asked for or kept beyond them, and of what is
     * found out nothing is told but states and wishes.
     */
    stills: z.boolean().optional(),
    /** What to do with the addresses of the recorded page. The stage's own policy must allow it. */
    assets: assetModeSchema,
  }),
  /** The session is still being recorded and has gone on: its end and its views as they are known now. */
  z.object({
    type: z.literal("stage:grow"),
    session: z.object({ start: z.number(), end: z.number() }),
    views: z.array(stageViewSchema),
  }),
  /** The view's segments as the source lists them; sent again when more have come. */
  z.object({
    type: z.literal("stage:index"),
    viewId: z.string(),
    segments: z.array(segmentSpan),
    complete: z.boolean(),
    /** As the source has made them. */
    keyframes: stageKeyframes.optional(),
  }),
  /** What the source knows of a view without the stage's decoding it; see `KeyframeList`. */
  z.object({ type: z.literal("stage:known-facts"), viewId: z.string(), ...viewFactsSchema.shape }),
  /** A keyframe's checkpoint as stored (deflated); null: it could not be got, and what is before it is decoded. */
  z.object({
    type: z.literal("stage:keyframe"),
    viewId: z.string(),
    after: z.number(),
    bytes: z.instanceof(ArrayBuffer).nullable(),
  }),
  /** Segments as recorded, in any order. `bytes` null: listed, but the source did not deliver it. */
  z.object({
    type: z.literal("stage:segments"),
    viewId: z.string(),
    segments: z.array(z.object({ index: z.number(), bytes: z.instanceof(ArrayBuffer).nullable() })),
  }),
  /** What canvases showed, as uploaded: bytes of some image format, or why there are none. */
  z.object({
    type: z.literal("stage:images"),
    images: z.array(z.object({ id: z.string(), content: z.instanceof(ArrayBuffer).or(assetReasonSchema) })),
  }),
  /** The pager cannot go on with this view; `message` says why, for a person. */
  z.object({ type: z.literal("stage:failed"), viewId: z.string(), message: z.string() }),
]);
export type ToStage = z.infer<typeof toStageSchema>;

export const replayStateSchema = z.enum(["loading", "paused", "playing", "ended", "error"]);
export type ReplayState = z.infer<typeof replayStateSchema>;

/** Messages from the stage. */
export const fromStageSchema = z.discriminatedUnion("type", [
  /** The contract's: after each change of state and each finished seek. */
  z.object({
    type: z.literal("replay:state"),
    state: replayStateSchema,
    ts: z.number(),
    start: z.number(),
    end: z.number(),
    view: z.string(),
    url: z.string(),
    /** With `error`: what to tell the person. */
    message: z.string().optional(),
    speed: z.number(),
    /** Playing through a stretch without activity at a higher speed. */
    skipping: z.boolean(),
  }),
  z.object({ type: z.literal("stage:ready") }),
  /** The playhead, some ten times a second while playing and after each seek. */
  z.object({ type: z.literal("stage:clock"), ts: z.number() }),
  /** Which view is shown when, over the whole session: sent again when more is known. */
  z.object({ type: z.literal("stage:programme"), spans: z.array(spanSchema.extend({ viewId: z.string() })) }),
  /**
   * What is wanted next of this view: what shows `from` (a keyframe before it, and the segments from there on), then
   * the segments up to (at least) the one that holds `ts`.
   */
  z.object({ type: z.literal("stage:need"), viewId: z.string(), from: z.number(), ts: z.number() }),
  /** Segments of these indexes (both included) were dropped to bound memory: to be sent again when they are needed. */
  z.object({ type: z.literal("stage:dropped"), viewId: z.string(), first: z.number(), last: z.number() }),
  /**
   * Decoding cannot begin after the segment `after`, at least for now: the keyframe there was dropped to bound memory;
   * or, when `isBroken`, it cannot be read, or the segment that follows has no full snapshot after all.
   */
  z.object({
    type: z.literal("stage:entry-lost"),
    viewId: z.string(),
    after: z.number(),
    isBroken: z.boolean(),
  }),
  /** A keyframe that the stage has made of a view for which the source has none there; worth keeping. */
  z.object({
    type: z.literal("stage:made-keyframe"),
    viewId: z.string(),
    after: z.number(),
    at: z.number(),
    /** It leads up to this segment; from there on the keyframe after it is needed too. */
    until: z.number(),
    bytes: z.instanceof(ArrayBuffer),
  }),
  /** Images that are wanted next, by resource id, the most urgent first. Replaces the former message. */
  z.object({
    type: z.literal("stage:need-images"),
    ids: z.array(z.string().max(200)).max(MOST_IMAGES_ASKED),
  }),
  /** How far a view is decoded. Replaces the former message for that view. */
  z.object({
    type: z.literal("stage:facts"),
    viewId: z.string(),
    decodedUntil: z.number(),
    /** Time of the first picture; null while none is known. */
    firstPictureAt: z.number().nullable(),
    ...viewFactsSchema.omit({ presence: true }).shape,
  }),
  /** What the recorded pages name and do not show, of the session so far. Replaces the former message. */
  z.object({ type: z.literal("stage:assets"), assets: unloadedAssetsSchema }),
  /** Size of the recorded viewport, CSS pixels. */
  z.object({ type: z.literal("stage:viewport"), width: z.number(), height: z.number() }),
  /** A key that was pressed while the stage had the focus, so that shortcuts work there too. */
  z.object({ type: z.literal("stage:key"), key: z.string(), shift: z.boolean(), ctrl: z.boolean() }),
]);
export type FromStage = z.infer<typeof fromStageSchema>;
