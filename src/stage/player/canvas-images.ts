import type { AssetReason } from "../../wire/assets.ts";
import { MOST_IMAGES_ASKED } from "../../wire/stage.ts";
import { imageHeader, type ImageHeader } from "./image-header.ts";
import { canvasSize } from "./shown-canvas.ts";

/** What can be shown of an image: its address in this document, or why it cannot. */
export type CanvasImage = { readonly url: string } | { readonly reason: AssetReason };

/** A frame whose canvases show images. */
export interface ImageUser {
  /** Whether one of its canvases is to show this image now. */
  shows(id: string): boolean;
  /** Images that its canvases are to show now. */
  shown(): Iterable<string>;
  /** Images that they are to show next, the nearest first; not many. */
  coming(): readonly string[];
  /** It is known what there is of an image that is wanted. */
  settled(id: string): void;
}

interface Kept {
  readonly url: string;
  readonly bytes: number;
}

/** Beyond this, images that nothing shows or is about to show are given up, and none is asked for ahead of its time. */
const KEPT_BYTES = 64 * 1024 * 1024;
const KEPT = 1_000;
/** The same where only stills are shown. */
const KEPT_FOR_STILLS_BYTES = 8 * 1024 * 1024;
/** Beyond this, even those that are to be shown now are refused. */
const MOST_BYTES = 256 * 1024 * 1024;
/** The SDK's images have sides of at most 1280. */
const LARGEST_SIDE = 4_096;
/** Of ids that a hostile recording makes up, no more than these are remembered not to be there. */
const MOST_FAILED = 10_000;

/**
 * The images that a session's canvases show: asks for those that are wanted, checks what comes, and keeps it for all
 * frames.
 */
export class CanvasImages {
  readonly #ask: (ids: readonly string[]) => void;
  readonly #keptBytes: number;
  readonly #users = new Set<ImageUser>();
  /** The one used longest ago is first. */
  readonly #kept = new Map<string, Kept>();
  readonly #failed = new Map<string, AssetReason>();
  #bytes = 0;
  /** Undefined: something has been answered since. */
  #asked: string | undefined = "";
  #isDue = false;

  /** `ask` is told which images are wanted, the most urgent first: at most so many as one message may name. */
  constructor(ask: (ids: readonly string[]) => void, isStills = false) {
    this.#ask = ask;
    this.#keptBytes = isStills ? KEPT_FOR_STILLS_BYTES : KEPT_BYTES;
  }

  /** From now on images are got for this user too; those that were not there are asked for again. */
  join(user: ImageUser): void {
    this.#users.add(user);
    this.#failed.clear();
    this.changed();
  }

  leave(user: ImageUser): void {
    if (this.#users.delete(user)) this.changed();
  }

  /** What a user shows, or will, has changed. */
  changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#askForMore();
    });
  }

  /** What there is of an image; undefined while that is not known. */
  get(id: string): CanvasImage | undefined {
    const reason = this.#failed.get(id);
    if (reason !== undefined) return { reason };
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    return { url: kept.url };
  }

  /** An image has come, or is known not to. One that nobody wants any more is left out. */
  put(id: string, content: ArrayBuffer | AssetReason): void {
    this.#asked = undefined;
    if (this.#kept.has(id) || !this.#isWanted(id)) return;
    const usable = content instanceof ArrayBuffer ? this.#check(id, content) : content;
    if (typeof usable === "string") return this.fail(id, usable);
    this.#kept.set(id, usable);
    this.#bytes += usable.bytes;
    this.#settle(id);
  }

  /** The image cannot be shown, whatever has come. */
  fail(id: string, reason: AssetReason): void {
    this.#drop(id);
    if (this.#failed.size >= MOST_FAILED) this.#failed.clear();
    this.#failed.set(id, reason);
    this.#settle(id);
  }

  destroy(): void {
    this.#users.clear();
    for (const id of this.#kept.keys()) this.#drop(id);
  }

  #settle(id: string): void {
    for (const user of this.#users) user.settled(id);
    this.changed();
  }

  #check(id: string, content: ArrayBuffer): Kept | AssetReason {
    const header = imageHeader(content);
    if (header === null || !isOf(id, header)) return "type";
    const bytes = content.byteLength;
    this.#makeRoom(bytes);
    if (Math.max(header.width, header.height) > LARGEST_SIDE || this.#bytes + bytes > MOST_BYTES)
      return "too-large";
    return { url: URL.createObjectURL(new Blob([content], { type: header.type })), bytes };
  }

  #makeRoom(bytes: number): void {
    for (const id of this.#kept.keys()) {
      if (this.#bytes + bytes <= this.#keptBytes && this.#kept.size < KEPT) return;
      if (!this.#isWanted(id)) this.#drop(id);
    }
  }

  #drop(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    URL.revokeObjectURL(kept.url);
    this.#bytes -= kept.bytes;
    this.#kept.delete(id);
  }

  #isWanted(id: string): boolean {
    return [...this.#users].some((user) => user.shows(id) || user.coming().includes(id));
  }

  #askForMore(): void {
    const isFull = this.#bytes >= this.#keptBytes || this.#kept.size >= KEPT;
    const wanted = new Set<string>();
    for (const user of this.#users) for (const id of user.shown()) wanted.add(id);
    if (!isFull) for (const user of this.#users) for (const id of user.coming()) wanted.add(id);
    const ids = [...wanted]
      .filter((id) => !this.#kept.has(id) && !this.#failed.has(id))
      .slice(0, MOST_IMAGES_ASKED);
    const asked = ids.join();
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#ask(ids);
  }
}

/** Whether an image can be one of a canvas whose size the id tells: as large, or made smaller in proportion. */
function isOf(id: string, image: ImageHeader): boolean {
  const size = canvasSize(id);
  if (size === null) return false;
  const { width, height } = size;
  const scale = Math.max(image.width, image.height) / Math.max(width, height);
  const isSide = (side: number, recorded: number) =>
    side >= 1 && Math.abs(side - Math.max(1, recorded * scale)) <= 1;
  return scale <= 1 && isSide(image.width, width) && isSide(image.height, height);
}
