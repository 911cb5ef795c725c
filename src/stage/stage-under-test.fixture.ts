import { stagePolicy } from "../wire/stage-policy.ts";
import type { AssetReason } from "../wire/assets.ts";
import { fromStageSchema, type FromStage, type StageView, type ToStage } from "../wire/stage.ts";
import { listed, type TestSegment } from "./recorded-page.fixture.ts";

// The stage's document in a frame of its own, under its policy, with a pager that answers its wishes.

export interface TestRecording {
  readonly session: { readonly id: string; readonly start: number; readonly end: number };
  readonly views: readonly StageView[];
  readonly segments: Readonly<Record<string, readonly TestSegment[]>>;
}

/** Bytes, or why there are none. */
export type TestImages = Map<string, ArrayBuffer | AssetReason>;

interface TestOptions {
  /** False: the test delivers the segments itself. */
  readonly answers?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
  readonly images?: TestImages;
}

type Open = Extract<ToStage, { type: "stage:open" }>;
type Of<T extends FromStage["type"]> = Extract<FromStage, { type: T }>;

const DOCUMENT = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="${stagePolicy("off").join("; ")}">
<div id="stage"></div>
<script type="module" src="/src/stage/main.ts"></script>`;

export class StageUnderTest {
  readonly element: HTMLIFrameElement;
  readonly messages: FromStage[] = [];
  /** What canvases showed, by resource id; others are never answered. */
  readonly images: TestImages;
  #recording: TestRecording;
  readonly #answers: boolean;
  readonly #listeners = new Set<(message: FromStage) => void>();
  readonly #delivered = new Map<string, number>();

  constructor(recording: TestRecording, { answers, size, images }: Required<TestOptions>) {
    this.#recording = recording;
    this.#answers = answers;
    this.images = images;
    this.element = document.createElement("iframe");
    this.element.setAttribute("sandbox", "allow-scripts allow-same-origin");
    this.element.srcdoc = DOCUMENT;
    this.element.style.cssText = `border:0;width:${size.width}px;height:${size.height}px`;
    window.addEventListener("message", this.#receive);
    document.body.append(this.element);
  }

  post(message: ToStage): void {
    this.element.contentWindow?.postMessage(message, "*");
  }

  /** Opens a recording; what is not said is as plain as can be. */
  open(recording: TestRecording, open: Partial<Open> & Pick<Open, "at">): void {
    this.#recording = recording;
    this.#delivered.clear();
    this.post({
      type: "stage:open",
      assets: "off",
      session: recording.session,
      views: [...recording.views],
      speed: 1,
      skipInactivity: false,
      pointer: false,
      fit: "contain",
      ...open,
    });
  }

  /** The recording has gone on: tells so, and lists again what was listed. */
  grow(recording: TestRecording): void {
    this.#recording = recording;
    const { session, views } = recording;
    this.post({ type: "stage:grow", session, views: [...views] });
    for (const viewId of this.#delivered.keys()) {
      const segments = listed(recording.segments[viewId] ?? []);
      this.post({ type: "stage:index", viewId, segments, complete: false });
    }
  }

  /** Sends the list of a view's segments and those up to the one that holds `ts`, once each. */
  deliver(viewId: string, ts: number, complete = true): void {
    const all = this.#recording.segments[viewId] ?? [];
    const from = this.#delivered.get(viewId);
    if (from === undefined) {
      const segments = listed(all);
      this.post({ type: "stage:index", viewId, segments, complete });
    }
    const wanted = all.slice(from ?? 0).filter(({ start }, place) => place === 0 || start <= ts);
    this.#delivered.set(viewId, (from ?? 0) + wanted.length);
    const segments = wanted.map(({ index, bytes }) => ({
      index,
      bytes: bytes && new Uint8Array(bytes).buffer,
    }));
    if (segments.length > 0) this.post({ type: "stage:segments", viewId, segments });
  }

  /** Sends an image, if there is one of that id. */
  answerImage(id: string): void {
    const content = this.images.get(id);
    if (content !== undefined) this.post({ type: "stage:images", images: [{ id, content }] });
  }

  /** The first message of this type that satisfies `when`, of those that came before or else of those to come. */
  async told<T extends FromStage["type"]>(type: T, when: (message: Of<T>) => boolean): Promise<Of<T>> {
    const isIt = (message: FromStage): message is Of<T> => message.type === type && when(message as Of<T>);
    return this.messages.find(isIt) ?? this.next(type, when);
  }

  /** The next message of this type that satisfies `when`; those that came before do not count. */
  next<T extends FromStage["type"]>(type: T, when: (message: Of<T>) => boolean = () => true): Promise<Of<T>> {
    return new Promise((resolve) => {
      const listener = (message: FromStage) => {
        if (message.type !== type || !when(message as Of<T>)) return;
        this.#listeners.delete(listener);
        resolve(message as Of<T>);
      };
      this.#listeners.add(listener);
    });
  }

  /** Waits for the next `replay:state` of this kind; an error instead of it fails at once. */
  async state(state: Of<"replay:state">["state"]): Promise<Of<"replay:state">> {
    const message = await this.next("replay:state", (told) => told.state === state || told.state === "error");
    if (message.state !== state) throw new Error(`the stage is in state error: ${message.message}`);
    return message;
  }

  /** Posts and waits for the state that follows. */
  async seek(ts: number, then: Of<"replay:state">["state"] = "paused"): Promise<Of<"replay:state">> {
    const arrived = this.state(then);
    this.post({ type: "replay:seek", ts });
    return arrived;
  }

  get document(): Document {
    const { contentDocument } = this.element;
    if (contentDocument === null) throw new Error("the stage has no document");
    return contentDocument;
  }

  /** The frame of the recorded page that is shown. */
  get frame(): HTMLIFrameElement {
    const shown = this.document.querySelector<HTMLIFrameElement>(".surface-host-shown iframe");
    if (shown === null) throw new Error("no page is shown");
    return shown;
  }

  /** The document of the recorded page that is shown. */
  get page(): Document {
    const { contentDocument } = this.frame;
    if (contentDocument === null) throw new Error("the page has no document");
    return contentDocument;
  }

  /** What the stage tells the person in place of a page; empty when it shows one. */
  notice(): string {
    const notice = this.document.querySelector<HTMLElement>(".surface-notice");
    return notice === null || notice.hidden ? "" : notice.textContent;
  }

  /** The text of the recorded page. */
  text(): string {
    return this.page.body.textContent;
  }

  close(): void {
    window.removeEventListener("message", this.#receive);
    this.element.remove();
  }

  readonly #receive = (event: MessageEvent<unknown>): void => {
    if (event.source !== this.element.contentWindow) return;
    const message = fromStageSchema.parse(event.data);
    this.messages.push(message);
    if (message.type === "stage:need" && this.#answers) this.deliver(message.viewId, message.ts);
    if (message.type === "stage:need-images") for (const id of message.ids) this.answerImage(id);
    for (const listener of this.#listeners) listener(message);
  };
}

/** Opens a recording in a stage. */
export async function openStage(
  recording: TestRecording,
  open: Partial<Open> & Pick<Open, "at">,
  { answers = true, size = { width: 800, height: 600 }, images = new Map() }: TestOptions = {},
): Promise<StageUnderTest> {
  const stage = new StageUnderTest(recording, { answers, size, images });
  await stage.next("stage:ready");
  stage.open(recording, open);
  return stage;
}
