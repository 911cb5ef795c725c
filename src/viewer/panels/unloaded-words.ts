import type { AssetReason, UnloadedAsset, UnloadedKind } from "../../wire/assets.ts";

const KINDS: Readonly<Record<UnloadedKind, string>> = {
  image: "Image",
  font: "Font",
  media: "Audio or video",
  style: "Style sheet",
  canvas: "Canvas content",
};

const REASONS: Readonly<Record<Exclude<AssetReason, "type">, string>> = {
  gone: "Gone: its host does not have it any more.",
  refused: "Refused: its host does not give it to everyone.",
  "not-allowed":
    "Not allowed: this server fetches from the hosts in REPLAY_ASSET_HOSTS only, and from public addresses.",
  cors: "Its host does not let other sites use it (CORS), or cannot be reached.",
  policy: "Blocked: the browser's rules for replays keep it out.",
  "too-large": "Too large for this server to fetch.",
  "time-out": "Its host took too long to answer.",
  unreachable: "Its host cannot be reached.",
  failing: "Its host answers with an error.",
  busy: "This server had too much to fetch at once.",
  unknown: "The browser does not tell why.",
};

/** What a canvas showed was uploaded to this server, and has no host. */
const CANVAS_REASONS: Readonly<Partial<Record<AssetReason, string>>> = {
  gone: "Not there: the recorder's upload of it has not arrived, or this source keeps none.",
  refused: "Refused: you may not see it.",
  "too-large": "Too large to be shown.",
  "time-out": "This server took too long to answer.",
  unreachable: "This server cannot be reached.",
  failing: "This server could not deliver it.",
  busy: "The server was asked for too much at once, or the page has too many canvases.",
};

const THINGS: Readonly<Record<UnloadedKind, string>> = {
  image: "image",
  font: "font",
  media: "audio or video",
  style: "style sheet",
  canvas: "image of this canvas",
};

/** What a thing of this kind is called. */
export const kindWord = (kind: UnloadedKind): string => KINDS[kind];

/** Why it is not there, as a sentence. */
export function reasonWords({ kind, reason }: Pick<UnloadedAsset, "kind" | "reason">): string {
  const ofCanvas = kind === "canvas" ? CANVAS_REASONS[reason] : undefined;
  if (ofCanvas !== undefined) return ofCanvas;
  return reason === "type"
    ? `Of another kind: it is no ${THINGS[kind]} that a browser can use.`
    : REASONS[reason];
}
