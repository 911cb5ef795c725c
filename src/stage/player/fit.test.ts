import { describe, expect, test } from "vitest";
import { place } from "./fit.ts";

const page = { width: 1280, height: 720 };

describe("placing the page in the window", () => {
  test("actual: one to one and centred while the window is at least as large", () => {
    expect(place(page, page, "actual", 1)).toEqual({ scaleX: 1, scaleY: 1, left: 0, top: 0 });
    expect(place(page, { width: 1381, height: 900 }, "actual", 1)).toEqual({
      scaleX: 1,
      scaleY: 1,
      left: 51,
      top: 90,
    });
  });

  test("actual: scaled down as a whole in a smaller window", () => {
    expect(place(page, { width: 640, height: 720 }, "actual", 1)).toEqual({
      scaleX: 0.5,
      scaleY: 0.5,
      left: 0,
      top: 180,
    });
  });

  test("contain: fills the window, up or down, and keeps the shape", () => {
    expect(place(page, { width: 640, height: 720 }, "contain", 1).scaleX).toBe(0.5);
    expect(place(page, { width: 2560, height: 2000 }, "contain", 1)).toEqual({
      scaleX: 2,
      scaleY: 2,
      left: 0,
      top: 280,
    });
  });

  test.each([1, 1.25, 2])("what is drawn is whole pixels of a screen of density %d", (density) => {
    const large = { width: 1920, height: 1080 };
    const { scaleX, scaleY, left, top } = place(large, { width: 1000, height: 451 }, "contain", density);
    for (const length of [scaleX * large.width, scaleY * large.height, left, top])
      expect(length * density).toBeCloseTo(Math.round(length * density), 9);
    expect(scaleX).toBeCloseTo(451 / 1080, 2);
  });

  test("a page or window without a size is left alone", () => {
    expect(place({ width: 0, height: 0 }, page, "contain", 1)).toEqual({
      scaleX: 1,
      scaleY: 1,
      left: 0,
      top: 0,
    });
    expect(place(page, { width: 0, height: 0 }, "actual", 1)).toEqual({
      scaleX: 1,
      scaleY: 1,
      left: 0,
      top: 0,
    });
  });
});
