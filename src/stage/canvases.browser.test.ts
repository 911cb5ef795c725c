import { expect, test } from "vitest";
import type { AssetReason } from "../wire/assets.ts";
import { MOST_IMAGES_ASKED } from "../wire/stage.ts";
import { alike, everyWay } from "./every-way.fixture.ts";
import { colours } from "./picture.fixture.ts";
import { changePage, plainSegment, type TestRecord, START, change } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";
import type { StageUnderTest, TestImages, TestRecording } from "./stage-under-test.fixture.ts";

// What canvases showed is seen on them.

const RED = "255,0,0";
const GREEN = "0,128,0";
const BLUE = "0,0,255";
/** The page's ground. */
const WHITE = "255,255,255";

/** An image of one colour. */
async function filled(
  colour: string,
  width: number,
  height: number,
  type = "image/webp",
): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no context");
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer();
}

const at = (x: number, y: number, more = "") => [
  "style",
  `position: absolute; left: ${x}px; top: ${y}px; ${more}`,
];
const canvas = (x: number, y: number, width: number, height: number, more = "") => [
  "CANVAS",
  ["width", String(width)],
  ["height", String(height)],
  at(x, y, more),
];

function recordingOf(...records: readonly TestRecord[]): TestRecording {
  const end = START + 4_000;
  const view = { id: "a", url: "https://shop.example/a", start: START, end, hasReplay: true };
  const last = { type: 6, timestamp: end, data: { has_focus: true } };
  return {
    session: { id: "session", start: START, end },
    views: [view],
    segments: { a: [plainSegment(0, [...records, last])] },
  };
}

async function openAt(recording: TestRecording, ms: number, images: TestImages): Promise<StageUnderTest> {
  const stage = await open(recording, { at: START + ms, speed: 4 }, { images });
  await stage.state("paused");
  return stage;
}

const unloaded = (stageOf: StageUnderTest) =>
  stageOf.messages
    .flatMap((message) => (message.type === "stage:assets" ? [message.assets.failed] : []))
    .at(-1);

const look = (_: Document, shown: StageUnderTest) =>
  colours(shown, [50, 25], [50, 235], [5, 205], [290, 130], [230, 30], [330, 30], [380, 300]);

test("however one comes to a time, canvases show what they showed then, in the place they had", async () => {
  const images: TestImages = new Map([
    ["100x50-aa", await filled("red", 100, 50)],
    ["100x50-bb", await filled("blue", 100, 50, "image/png")],
    // Made smaller by the recorder, and in a page that stretches it.
    ["2000x1000-cc", await filled("green", 1000, 500)],
    ["60x60-dd", await filled("red", 60, 60, "image/jpeg")],
    ["60x60-ee", await filled("green", 60, 60)],
  ]);
  const records = [
    // 5: a canvas; 6: one that is stretched; 7, 8, 9: one in a shadow tree.
    ...changePage(
      START,
      [
        [1, ...canvas(0, 0, 100, 50)],
        [0, ...canvas(0, 100, 2000, 1000, "width: 300px; height: 40px")],
        [0, "DIV"],
        [1, "#shadow-root"],
        [1, ...canvas(200, 0, 60, 60, "display: block")],
      ],
      [[15, [5, "100x50-aa"], [6, "2000x1000-cc"], [9, "60x60-ee"]]],
    ),
    change(500, [[15, [5, "100x50-bb"]]]),
    // 10: one that comes later, already with an image; what moves keeps its image.
    change(1_000, [
      [1, [6, ...canvas(300, 0, 60, 60)]],
      [15, [10, "60x60-dd"]],
    ]),
    change(1_500, [[3, [5, at(0, 200, "border: 10px solid green")]]]),
  ];
  expect(await everyWay(records, look, images)).toEqual(
    alike([WHITE, BLUE, GREEN, GREEN, GREEN, RED, WHITE]),
  );
});

const lookAtResized = (_: Document, shown: StageUnderTest) =>
  colours(shown, [90, 40], [110, 40], [90, 60], [290, 115], [290, 125], [110, 230]);

test("an image of before a canvas was resized is not stretched", async () => {
  const images: TestImages = new Map([
    ["100x50-aa", await filled("red", 100, 50)],
    ["2000x1000-bb", await filled("green", 1000, 500)],
    ["60x60-cc", await filled("blue", 60, 60)],
    ["120x60-dd", await filled("green", 120, 60)],
  ]);
  const records = [
    ...changePage(
      START,
      [
        [1, ...canvas(0, 0, 100, 50)],
        [0, ...canvas(0, 100, 2000, 1000, "width: 300px; height: 40px")],
        [0, ...canvas(0, 200, 60, 60)],
      ],
      [[15, [5, "100x50-aa"], [6, "2000x1000-bb"], [7, "60x60-cc"]]],
    ),
    change(500, [
      [3, [5, ["width", "200"], ["height", "100"]], [6, ["height", "2000"]], [7, ["width", "120"]]],
    ]),
    change(900, [[15, [7, "120x60-dd"]]]),
  ];
  expect(await everyWay(records, lookAtResized, images)).toEqual(
    alike([RED, WHITE, WHITE, GREEN, WHITE, GREEN]),
  );
});

test("the image of each time is shown, also back in time and while it plays", async () => {
  const images: TestImages = new Map([
    ["100x50-aa", await filled("red", 100, 50)],
    ["100x50-bb", await filled("blue", 100, 50)],
    ["100x50-cc", await filled("green", 100, 50)],
  ]);
  const opened = await openAt(
    recordingOf(
      ...changePage(START, [[1, ...canvas(0, 0, 100, 50)]]),
      change(1_000, [[15, [5, "100x50-aa"]]]),
      change(2_000, [[15, [5, "100x50-bb"]]]),
      change(3_000, [[15, [5, "100x50-cc"]]]),
    ),
    2_500,
    images,
  );
  const seen = () => colours(opened, [50, 25]);
  expect(await seen()).toEqual([BLUE]);
  await opened.seek(START + 1_500);
  expect(await seen()).toEqual([RED]);
  await opened.seek(START + 500);
  expect(await seen()).toEqual([WHITE]);
  opened.post({ type: "replay:play" });
  await opened.state("ended");
  expect(await seen()).toEqual([GREEN]);
});

test("an image that comes late takes the place of the one before", async () => {
  const images: TestImages = new Map([["100x50-aa", await filled("red", 100, 50)]]);
  const opened = await openAt(
    recordingOf(
      ...changePage(START, [[1, ...canvas(0, 0, 100, 50)]], [[15, [5, "100x50-aa"]]]),
      change(1_000, [[15, [5, "100x50-bb"]]]),
    ),
    0,
    images,
  );
  opened.post({ type: "replay:play" });
  await opened.state("ended");
  const element = opened.page.querySelector("canvas");
  const before = element?.style.content;
  expect(before).toContain("blob:");
  expect(await colours(opened, [50, 25])).toEqual([RED]);
  const isShown = new Promise<void>((resolve) => {
    if (element)
      new MutationObserver(() => resolve()).observe(element, {
        attributeFilter: ["style"],
        attributes: true,
      });
  });
  images.set("100x50-bb", await filled("blue", 100, 50));
  opened.answerImage("100x50-bb");
  await isShown;
  expect(element?.style.content).not.toBe(before);
  expect(await colours(opened, [50, 25])).toEqual([BLUE]);
});

test("what is not there leaves the canvas empty, what is no image of it has a placeholder; both are told", async () => {
  const encoder = new TextEncoder();
  const broken = new Uint8Array(await filled("red", 60, 60)).slice(0, 40).buffer;
  const contents: Record<string, ArrayBuffer | AssetReason> = {
    "60x60-aa": "gone",
    "60x60-bb": encoder.encode("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").buffer,
    "60x60-cc": await filled("red", 60, 30),
    "60x60-dd": broken,
    "60x60-ee": await filled("red", 60, 60),
  };
  const ids = Object.keys(contents);
  const opened = await openAt(
    recordingOf(
      ...changePage(
        START,
        ids.map((_, place) => [place === 0 ? 1 : 0, ...canvas(place * 70, 0, 60, 60)]),
        [[15, ...ids.map((id, place) => [5 + place, id])]],
      ),
    ),
    0,
    new Map(Object.entries(contents)),
  );
  await opened.told("stage:assets", ({ assets }) => assets.failed.length === 4);
  expect(unloaded(opened)).toEqual(
    expect.arrayContaining([
      { address: "60x60-aa", kind: "canvas", reason: "gone", count: 1 },
      { address: "60x60-bb", kind: "canvas", reason: "type", count: 1 },
      { address: "60x60-cc", kind: "canvas", reason: "type", count: 1 },
      { address: "60x60-dd", kind: "canvas", reason: "type", count: 1 },
    ]),
  );
  const canvases = [...opened.page.querySelectorAll("canvas")];
  const marked = canvases.map((each) => each.hasAttribute("data-rum-replay-placeholder"));
  expect(marked).toEqual([false, true, true, true, false]);
  expect(await colours(opened, [30, 30], [310, 30])).toEqual([WHITE, RED]);
});

test("an image that was not there is asked for again at the next place in time", async () => {
  const images: TestImages = new Map<string, ArrayBuffer | AssetReason>([["100x50-aa", "gone"]]);
  const opened = await openAt(
    recordingOf(...changePage(START, [[1, ...canvas(0, 0, 100, 50)]], [[15, [5, "100x50-aa"]]])),
    0,
    images,
  );
  expect(await colours(opened, [50, 25])).toEqual([WHITE]);
  await opened.told("stage:assets", ({ assets }) => assets.failed.length === 1);
  images.set("100x50-aa", await filled("red", 100, 50));
  const isForgotten = opened.next("stage:assets", ({ assets }) => assets.failed.length === 0);
  await opened.seek(START + 1_000);
  expect(await colours(opened, [50, 25])).toEqual([RED]);
  await isForgotten;
});

test("of very many images few are asked for, those of now first", async () => {
  const count = 2_000;
  const images: TestImages = new Map([["10x10-0", await filled("red", 10, 10)]]);
  const nodes = Array.from({ length: count }, (_, place) => [
    place === 0 ? 1 : 0,
    ...canvas(place === 0 ? 0 : 300, 0, 10, 10),
  ]);
  const named = nodes.map((_, place) => [5 + place, `10x10-${place}`]);
  const next = Array.from({ length: count }, (_, place) => change(1 + place, [[15, [6, `10x10-a${place}`]]]));
  const opened = await openAt(recordingOf(...changePage(START, nodes, [[15, ...named]]), ...next), 0, images);
  const asked = opened.messages.flatMap((message) =>
    message.type === "stage:need-images" ? [message.ids] : [],
  );
  expect(asked[0]).toEqual(Array.from({ length: MOST_IMAGES_ASKED }, (_, place) => `10x10-${place}`));
  expect(asked.every((ids) => ids.length <= MOST_IMAGES_ASKED)).toBe(true);
  expect(await colours(opened, [5, 5])).toEqual([RED]);
});
