import type { FromStage } from "../../wire/stage.ts";
import { ImagePager, type ImageSource } from "./image-pager.ts";
import type { PagedView, SegmentPagerDeps } from "./pager-deps.ts";
import { SegmentPager } from "./segment-pager.ts";

export interface StageFeedDeps extends SegmentPagerDeps {
  readonly images: ImageSource;
}

/** All that one life of a stage document is given of a recording, as it asks for it. */
export class StageFeed {
  readonly #segments: SegmentPager;
  readonly #images: ImagePager;

  constructor({ images, ...deps }: StageFeedDeps) {
    this.#segments = new SegmentPager(deps);
    this.#images = new ImagePager({ source: images, post: deps.post });
  }

  /** Takes a message of the stage. Those that ask for nothing change nothing. */
  receive(message: FromStage): void {
    if (message.type === "stage:need") this.#segments.need(message);
    else if (message.type === "stage:need-images") this.#images.need(message.ids);
    else if (message.type === "stage:dropped") this.#segments.dropped(message);
    else if (message.type === "stage:entry-lost") this.#segments.entryLost(message);
    else if (message.type === "stage:made-keyframe") this.#segments.made(message);
  }

  /** The session's views as they are known now, in order of start. */
  grow(views: readonly PagedView[]): void {
    this.#segments.grow(views);
  }

  /** The connection may be there again: what failed for want of it is tried at once. */
  tryNow(): void {
    this.#segments.tryNow();
  }

  /** The source is to look again for what it could not find of a view. */
  lookAgain(viewId: string): void {
    this.#segments.lookAgain(viewId);
  }

  /** Nobody looks: nothing is got until {@link resume}. */
  pause(): void {
    this.#segments.pause();
  }

  resume(): void {
    this.#segments.resume();
  }

  /** The stage shows what it was to show; what it asked for on the way to it is not got any more. */
  met(): void {
    this.#segments.met();
  }

  /** Aborts everything under way; nothing is posted afterwards. */
  stop(): void {
    this.#segments.stop();
    this.#images.stop();
  }
}
