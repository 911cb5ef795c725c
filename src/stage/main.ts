import { unreachable } from "../base/assert.ts";
import { toStageSchema, type FromStage, type ToStage } from "../wire/stage.ts";
import { Playback } from "./player/playback.ts";
import { toldOfStills } from "./player/stills.ts";
import { Surface } from "./player/surface.ts";

// The stage's document: messages of the page that frames it in, states and facts out. It has no network, and takes
// messages from no other window.

const root = document.getElementById("stage");
if (root === null) throw new Error("the stage's document has no element #stage");
const surface = new Surface(root);
let playback: Playback | null = null;
let unreadable = 0;

// The embedder's origin is not known here, and nothing that is sent is secret from it: it sent the recording.
const send = (message: FromStage, transfer: Transferable[] = []) =>
  window.parent.postMessage(message, "*", transfer);

function receive(message: ToStage): void {
  switch (message.type) {
    case "stage:open":
      playback?.destroy();
      playback = new Playback(message, surface, message.stills === true ? toldOfStills(send) : send);
      break;
    case "replay:seek":
      playback?.seek(message.ts);
      break;
    case "replay:play":
      playback?.play();
      break;
    case "replay:pause":
      playback?.pause();
      break;
    case "replay:speed":
      playback?.setSpeed(message.speed);
      break;
    case "stage:skip-inactivity":
      playback?.setSkipInactivity(message.on);
      break;
    case "stage:view":
      playback?.choose(message.viewId, message.ts);
      break;
    case "stage:pin":
      playback?.pin(message.viewId);
      break;
    case "stage:grow":
      playback?.grow(message.session, message.views);
      break;
    case "stage:index":
      playback?.delivery.list(message);
      break;
    case "stage:segments":
      playback?.delivery.put(message);
      break;
    case "stage:keyframe":
      playback?.delivery.putKeyframe(message);
      break;
    case "stage:known-facts":
      playback?.delivery.know(message);
      break;
    case "stage:images":
      for (const { id, content } of message.images) playback?.canvasImages.put(id, content);
      break;
    case "stage:failed":
      playback?.delivery.fail(message);
      break;
    default:
      unreachable(message);
  }
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return;
  const parsed = toStageSchema.safeParse(event.data);
  if (parsed.success) receive(parsed.data);
  else document.documentElement.dataset["unreadableMessages"] = String(++unreadable);
});

window.addEventListener("keydown", ({ key, shiftKey, ctrlKey, metaKey }) => {
  send({ type: "stage:key", key, shift: shiftKey, ctrl: ctrlKey || metaKey });
});

send({ type: "stage:ready" });
