import { beforeAll, expect, test } from "vitest";
import { page as tester } from "vitest/browser";
import { colours } from "./picture.fixture.ts";
import { element, page, plainSegment, START } from "./recorded-page.fixture.ts";
import { open } from "./opened-stage.fixture.ts";

// Where the page is drawn in the stage's window.

const DARK = "0,0,0";

// Small enough that the tests' own page is not scaled.
beforeAll(() => tester.viewport(500, 500));

/** A page of one dark colour in a stage of this size. */
async function openDark(size: { width: number; height: number }, of: { width: number; height: number }) {
  const styles = element(10, "style", { _cssText: "html { background: black }" });
  const segment = plainSegment(0, page(START, [], [styles], of));
  const view = { id: "a", url: "https://shop.example/a", start: START, end: START, hasReplay: true };
  const recording = {
    session: { id: "session", start: START, end: START },
    views: [view],
    segments: { a: [segment] },
  };
  const stage = await open(recording, { at: START }, { size });
  await stage.state("paused");
  return stage;
}

const light = (colour: string | undefined) => Math.max(...(colour ?? "").split(",").map(Number));

test.each([
  ["right", { width: 400, height: 151 }],
  ["lower", { width: 403, height: 400 }],
] as const)(
  "nothing lighter than the page and its ground is to be seen at its %s edge",
  async (edge, size) => {
    const opened = await openDark(size, { width: 1920, height: 1080 });
    opened.document.documentElement.style.colorScheme = "dark";
    const { left, right, top, bottom, width, height } = opened.frame.getBoundingClientRect();
    const [ground, ...across] = await colours(
      opened,
      [0, 0],
      ...[-2, -1, 0, 1].map((step) =>
        edge === "right"
          ? ([Math.floor(right) + step, top + height / 2] as const)
          : ([left + width / 2, Math.floor(bottom) + step] as const),
      ),
    );
    expect(across[0]).toBe(DARK);
    expect(across.at(-1)).toBe(ground);
    expect(Math.max(...across.map(light))).toBe(light(ground));
  },
);
