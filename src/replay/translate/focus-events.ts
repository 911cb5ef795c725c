import { isTextField } from "../document/focus.ts";
import type { PageDocument } from "../document/page-document.ts";
import { type MouseInteractionData, MouseInteractionType } from "../record/shared-record.ts";

/** Focus that follows the pointer this soon, with nothing typed between, came by it. Milliseconds. */
const BY_POINTER_MS = 1000;

/**
 * Recorded focus. Whether a browser shows it (`:focus-visible`) is not recorded: it does so in text fields, and on
 * others unless the pointer gave it. Keys are not recorded either; that there was no pointer near tells of them.
 */
export class FocusEvents {
  #pointerAt: number;

  /** `pointerAt`: as {@link pointerAt} told it. */
  constructor(pointerAt = Number.NEGATIVE_INFINITY) {
    this.#pointerAt = pointerAt;
  }

  /** When the pointer last did something, with nothing typed since. */
  get pointerAt(): number {
    return this.#pointerAt;
  }

  /** Applies what an interaction means for the focus to the page's document. */
  interact(page: PageDocument, { type, id }: MouseInteractionData, at: number): void {
    const { Focus, Blur } = MouseInteractionType;
    if (type !== Focus && type !== Blur) {
      this.#pointerAt = at;
      return;
    }
    const element = page.element(id);
    if (!element) return;
    if (type === Blur) page.focus.take(element);
    else page.focus.give(element, isTextField(element) || at - this.#pointerAt > BY_POINTER_MS);
  }

  /** Text was typed, if one of the controls that the present record changed takes text. */
  changed(page: PageDocument): void {
    for (const control of page.journal.inputs)
      if (isTextField(control)) this.#pointerAt = Number.NEGATIVE_INFINITY;
  }
}
