import { type FromStage, type ToStage, toStageSchema } from "../../../wire/stage.ts";
import type { Player } from "../../player/player.ts";
import type { StageSession } from "../replay/stage-session.ts";

/**
 * Lets the parent page (or this page, where it is the top window) drive the replay with the messages that
 * are promised to the outside, and tells it of each change of state. Returns what ends that.
 */
export function relay(session: StageSession): () => void {
  const onMessage = (message: MessageEvent<unknown>) => {
    if (message.source !== window.parent && message.source !== window) return;
    const parsed = toStageSchema.safeParse(message.data);
    if (parsed.success) obey(session.player, parsed.data);
  };
  window.addEventListener("message", onMessage);
  const stop = session.onMessage((message) => {
    if (message.type === "replay:state") post(message);
  });
  return () => {
    window.removeEventListener("message", onMessage);
    stop();
  };
}

/** Does what the promised messages say. The others are between pager and stage, and not for the outside. */
function obey(player: Player, message: ToStage): void {
  if (message.type === "replay:seek") player.seek(message.ts);
  else if (message.type === "replay:play") player.play();
  else if (message.type === "replay:pause") player.pause();
  else if (message.type === "replay:speed") player.setSpeed(message.speed);
}

/** The session could not be opened at all. */
export function postFailure(): void {
  post({ state: "error", ts: 0, start: 0, end: 0, view: "", url: "" });
}

type StateMessage = Pick<
  Extract<FromStage, { type: "replay:state" }>,
  "state" | "ts" | "start" | "end" | "view" | "url"
>;

/** Any page may frame this one where the server allows framing, so the target is whoever does. */
function post({ state, ts, start, end, view, url }: StateMessage): void {
  window.parent.postMessage({ type: "replay:state", state, ts, start, end, view, url }, "*");
}
