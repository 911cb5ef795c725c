import { afterEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { element, page, plainSegment, text, textChange, START } from "./recorded-page.fixture.ts";
import { openStage, type StageUnderTest, type TestRecording } from "./stage-under-test.fixture.ts";

const HOSTILE = "http://hostile.invalid";

/** What a payload does when it runs: it tells every window it can reach. */
const ATTACK = `for (let w = window; ; w = w.parent) { w.postMessage("attacked", "*"); if (w === w.parent) break; }`;

const inline = encodeURIComponent(`<script>${ATTACK}</script>`);
const attacks = [
  element(20, "img", { src: "data:,", onerror: ATTACK, onload: ATTACK }),
  element(21, "img", { src: `${HOSTILE}/image`, srcset: `${HOSTILE}/set 2x`, onerror: ATTACK }),
  element(22, "a", { href: `javascript:${ATTACK}`, onfocus: ATTACK, autofocus: "", id: "link" }, [
    text(23, "a"),
  ]),
  element(24, "iframe", { src: `data:text/html,${inline}`, onload: ATTACK }),
  element(25, "iframe", { srcdoc: `<script>${ATTACK}</script>` }),
  element(26, "iframe", { src: `javascript:${ATTACK}` }),
  element(27, "object", { data: `data:text/html,${inline}` }),
  element(28, "embed", { src: `data:text/html,${inline}` }),
  element(29, "form", { action: `${HOSTILE}/form`, id: "form" }, [
    element(30, "button", { id: "submit", formaction: `javascript:${ATTACK}`, onclick: ATTACK }, [
      text(31, "b"),
    ]),
    element(43, "input", { autofocus: "", onfocus: ATTACK, id: "field" }),
  ]),
  element(32, "script", {}, [text(33, ATTACK)]),
  element(34, "script", { src: `data:text/javascript,${encodeURIComponent(ATTACK)}` }),
  {
    ...element(35, "svg", { onload: ATTACK }, [
      { ...element(36, "script", {}, [text(37, ATTACK)]), isSVG: true },
      { ...element(38, "use", { href: `${HOSTILE}/sprite#a` }), isSVG: true },
    ]),
    isSVG: true,
  },
  element(39, "video", { src: `${HOSTILE}/video`, poster: `${HOSTILE}/poster`, onerror: ATTACK }),
  element(40, "details", { open: "", ontoggle: ATTACK }),
  element(41, "div", { style: `background: url(${HOSTILE}/background)`, onanimationstart: ATTACK }),
  element(42, "p", {}, [text(44, "before")]),
];
const head = [
  element(10, "meta", { "http-equiv": "refresh", content: `0;url=${HOSTILE}/refresh` }),
  element(11, "base", { href: `${HOSTILE}/`, target: "_top" }),
  element(12, "style", {}, [
    text(
      13,
      `@import url(${HOSTILE}/import); @font-face { font-family: f; src: url(${HOSTILE}/font); }
      p { font-family: f; animation: a 1s; } @keyframes a {} body { cursor: url(${HOSTILE}/cursor), auto; }`,
    ),
  ]),
  element(14, "link", { rel: "stylesheet", href: `${HOSTILE}/sheet` }),
  element(15, "link", { rel: "preload", as: "script", href: `${HOSTILE}/preload` }),
  element(16, "meta", { "http-equiv": "Content-Security-Policy", content: "default-src *" }),
];

const recording: TestRecording = {
  session: { id: "hostile", start: START, end: START + 3_000 },
  views: [{ id: "v", url: "https://shop.example/", start: START, end: START + 3_000, hasReplay: true }],
  segments: {
    v: [
      plainSegment(0, [
        ...page(START, attacks, head),
        {
          type: 3,
          timestamp: START + 1_000,
          data: {
            source: 0,
            adds: [
              { parentId: 4, nextId: null, node: element(50, "img", { src: "data:,", onerror: ATTACK }) },
            ],
            removes: [],
            attributes: [
              { id: 42, attributes: { onclick: ATTACK, style: `background: url(${HOSTILE}/later)` } },
            ],
            texts: [],
          },
        },
        { type: 3, timestamp: START + 1_500, data: { source: 2, type: 2, id: 22, x: 5, y: 5 } },
        { type: 3, timestamp: START + 1_600, data: { source: 2, type: 5, id: 43 } },
        textChange(START + 2_000, 44, "after"),
      ]),
    ],
  },
};

let stage: StageUnderTest | undefined;
const attacked: unknown[] = [];
const noteAttack = ({ data }: MessageEvent<unknown>) => {
  if (data === "attacked") attacked.push(data);
};
window.addEventListener("message", noteAttack);

afterEach(() => {
  stage?.close();
  stage = undefined;
  attacked.length = 0;
});

const asked = (window: Window | null) =>
  (window?.performance.getEntriesByType("resource") ?? []).filter(({ name }) => name.includes("hostile"));

describe("a hostile recording", () => {
  test("plays, and nothing of it runs, loads or navigates in any window", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    const { page: shown, element: frame } = stage;
    stage.post({ type: "replay:play" });
    await stage.state("ended");
    expect(stage.text()).toContain("after");
    await stage.seek(START + 1_200);
    expect(attacked).toEqual([]);
    expect(asked(frame.contentWindow)).toEqual([]);
    expect(asked(shown.defaultView)).toEqual([]);
    expect(asked(stage.page.defaultView)).toEqual([]);
    expect(stage.page.location.href).toBe("about:blank");
    for (const inner of stage.page.querySelectorAll("iframe")) {
      expect(inner.contentDocument?.location.href).toBe("about:blank");
      expect(inner.contentDocument?.body.childElementCount).toBe(0);
    }
  });

  test("does nothing when its elements are activated by a script", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    stage.page.querySelector<HTMLElement>("#link")?.click();
    stage.page.querySelector<HTMLElement>("#submit")?.click();
    stage.page.querySelector<HTMLFormElement>("#form")?.requestSubmit();
    expect(await stage.seek(START + 2_000)).toMatchObject({ ts: START + 2_000 });
    expect(attacked).toEqual([]);
    expect(stage.text()).toContain("after");
  });
});

describe("the recorded page", () => {
  test("is out of the watcher's reach, and takes no focus", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    const { document: held } = stage;
    expect(held.elementFromPoint(400, 300)?.tagName).not.toBe("IFRAME");
    stage.element.contentWindow?.focus();
    for (let presses = 0; presses < 3; presses++) await userEvent.keyboard("{Tab}");
    expect(held.activeElement).toBe(held.body);
    // The recording focuses a field.
    stage.post({ type: "replay:play" });
    await stage.state("ended");
    expect(held.activeElement).toBe(held.body);
    expect(held.documentElement.scrollHeight).toBe(held.documentElement.clientHeight);
  });
});

describe("messages", () => {
  test("that cannot be read are counted and change nothing", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    const { contentWindow } = stage.element;
    for (const broken of [null, 7, "play", { type: "replay:seek" }, { type: "replay:speed", speed: -1 }]) {
      contentWindow?.postMessage(broken, "*");
    }
    await stage.seek(START + 2_000);
    expect(stage.document.documentElement.dataset["unreadableMessages"]).toBe("5");
  });

  test("of other windows than the parent are not heard", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    const stranger = document.createElement("iframe");
    document.body.append(stranger);
    const run = stranger.contentWindow as (Window & { eval: (code: string) => unknown }) | null;
    run?.eval(`parent.frames[0].postMessage({type: "replay:play"}, "*"); undefined`);
    const index = [...document.querySelectorAll("iframe")].indexOf(stage.element);
    run?.eval(`parent.frames[${index}].postMessage({type: "replay:play"}, "*"); undefined`);
    stranger.remove();
    await stage.seek(START + 1_000);
    expect(stage.messages.some((told) => told.type === "replay:state" && told.state === "playing")).toBe(
      false,
    );
  });

  test("tell the keys that are pressed in the stage", async () => {
    stage = await openStage(recording, { at: START });
    await stage.state("paused");
    const told = stage.next("stage:key");
    const init = { key: "ArrowRight", shiftKey: true, bubbles: true };
    stage.document.body.dispatchEvent(new KeyboardEvent("keydown", init));
    expect(await told).toEqual({ type: "stage:key", key: "ArrowRight", shift: true, ctrl: false });
  });
});
