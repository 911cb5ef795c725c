import type { ToStage } from "../../../wire/stage.ts";

type Send = (message: ToStage, transfer: ArrayBuffer[]) => void;

/** Messages to a stage that is not ready for them yet, kept in order. */
export class HeldMessages {
  readonly #send: Send;
  #held: { readonly message: ToStage; readonly transfer: ArrayBuffer[] }[] | undefined = [];

  constructor(send: Send) {
    this.#send = send;
  }

  /** Sends at once after {@link release}. `transfer` lists the buffers that the message gives away. */
  readonly send: Send = (message, transfer) => {
    if (this.#held === undefined) this.#send(message, transfer);
    else this.#held.push({ message, transfer });
  };

  /** The stage is ready: sends what was held. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { message, transfer } of held) this.#send(message, transfer);
  }
}
