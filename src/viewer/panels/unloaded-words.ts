import type { AssetKind, AssetReason, UnloadedAsset } from "../../wire/assets.ts";

const KINDS: Readonly<Record<AssetKind, string>> = {
  image: "Image",
  font: "Font",
  media: "Audio or video",
  style: "Style sheet",
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

const THINGS: Readonly<Record<AssetKind, string>> = {
  image: "image",
  font: "font",
  media: "audio or video",
  style: "style sheet",
};

/** What a thing of this kind is called. */
export const kindWord = (kind: AssetKind): string => KINDS[kind];

/** Why it is not there, as a sentence. */
export const reasonWords = ({ kind, reason }: Pick<UnloadedAsset, "kind" | "reason">): string =>
  reason === "type" ? `Of another kind: it is no ${THINGS[kind]} that a browser can use.` : REASONS[reason];
