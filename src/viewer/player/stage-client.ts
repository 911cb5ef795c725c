import { STAGE_PATH } from "../../wire/paths.ts";
import { fromStageSchema, type FromStage, type ToStage } from "../../wire/stage.ts";

/**
 * The viewer's end of the conversation with a framed stage. Listens to that frame's window only, and
 * believes only messages that are of the agreed form.
 */
export class StageClient {
  readonly #frame: HTMLIFrameElement;
  readonly #receive: (message: FromStage) => void;
  readonly #origin = new URL(STAGE_PATH, location.href).origin;

  constructor(frame: HTMLIFrameElement, receive: (message: FromStage) => void) {
    this.#frame = frame;
    this.#receive = receive;
    window.addEventListener("message", this.#onMessage);
  }

  /** Posts to the stage; `transfer` lists the buffers that the message gives away. */
  readonly send = (message: ToStage, transfer: ArrayBuffer[] = []): void => {
    this.#frame.contentWindow?.postMessage(message, this.#origin, transfer);
  };

  close(): void {
    window.removeEventListener("message", this.#onMessage);
  }

  readonly #onMessage = (message: MessageEvent<unknown>): void => {
    if (message.source === null || message.source !== this.#frame.contentWindow) return;
    if (message.origin !== this.#origin) return;
    const parsed = fromStageSchema.safeParse(message.data);
    if (parsed.success) this.#receive(parsed.data);
  };
}
