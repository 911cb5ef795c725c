import { assetModeSchema, assetReasonSchema, unloadedAssetsSchema } from "./assets.ts";
import { pageStateSchema } from "./page-state.ts";
import { z } from "./schema.ts";

// What the viewer (or any embedder) and the stage say to each other by `postMessage`. The `replay:…`
// messages are promised to the outside; the `stage:…` ones are between the pager and the stage.
//
//   viewer                                   stage
//     │            stage:ready                 │
//     │ ◀───────────────────────────────────── │
//     │ stage:open {session, views, at, …}     │
//     │ ─────────────────────────────────────▶ │
//     │            stage:need {viewId, ts}     │   whenever what is wanted next changes
//     │ ◀───────────────────────────────────── │
//     │ stage:index, stage:segments            │   as pages arrive, any order of views, in order of index
//     │ ─────────────────────────────────────▶ │
//     │            stage:need-images {ids}     │   whenever those that are wanted next change
//     │ ◀───────────────────────────────────── │
//     │ stage:images                           │   each once it is there, or known not to come
//     │ ─────────────────────────────────────▶ │
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

const segmentSpan = z.object({ index: z.number(), start: z.number(), end: z.number() });

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
  }),
  /** Segments as recorded, in order of index. `bytes` null: listed, but the source did not deliver it. */
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

/** One thing that a timeline or panel shows, found in the records themselves. */
export const timelineFactSchema = z.object({
  kind: z.enum(["click", "input", "scroll", "resize", "focus", "blur", "navigation", "frustration"]),
  at: z.number(),
  /** Click target's text, page address, frustration type. */
  label: z.string().optional(),
});
export type TimelineFact = z.infer<typeof timelineFactSchema>;

const spanSchema = z.object({ start: z.number(), end: z.number() });

export const stageDiagnosticSchema = z.object({
  viewId: z.string(),
  code: z.string(),
  message: z.string(),
  count: z.number(),
  segmentIndex: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
});
export type StageDiagnostic = z.infer<typeof stageDiagnosticSchema>;

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
  /** What is wanted next: segments of this view up to (at least) the one that holds `ts`, in order. */
  z.object({ type: z.literal("stage:need"), viewId: z.string(), ts: z.number() }),
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
    facts: z.array(timelineFactSchema),
    idle: z.array(spanSchema),
    /** Stretches where the picture cannot be trusted or is missing. */
    gaps: z.array(spanSchema),
    diagnostics: z.array(stageDiagnosticSchema),
  }),
  /** What the recorded pages name and do not show, of the session so far. Replaces the former message. */
  z.object({ type: z.literal("stage:assets"), assets: unloadedAssetsSchema }),
  /** Size of the recorded viewport, CSS pixels. */
  z.object({ type: z.literal("stage:viewport"), width: z.number(), height: z.number() }),
  /** A key that was pressed while the stage had the focus, so that shortcuts work there too. */
  z.object({ type: z.literal("stage:key"), key: z.string(), shift: z.boolean(), ctrl: z.boolean() }),
]);
export type FromStage = z.infer<typeof fromStageSchema>;
