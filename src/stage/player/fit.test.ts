import { describe, expect, test } from "vitest";
import { place } from "./fit.ts";

const page = { width: 1280, height: 720 };

describe("placing the page in the window", () => {
  test("actual: one to one and centred while the window is at least as large", () => {
    expect(place(page, page, "actual")).toEqual({ scale: 1, left: 0, top: 0 });
    expect(place(page, { width: 1381, height: 900 }, "actual")).toEqual({ scale: 1, left: 51, top: 90 });
  });

  test("actual: scaled down as a whole in a smaller window", () => {
    expect(place(page, { width: 640, height: 720 }, "actual")).toEqual({ scale: 0.5, left: 0, top: 180 });
  });

  test("contain: fills the window, up or down, and keeps the shape", () => {
    expect(place(page, { width: 640, height: 720 }, "contain").scale).toBe(0.5);
    expect(place(page, { width: 2560, height: 2000 }, "contain")).toEqual({ scale: 2, left: 0, top: 280 });
  });

  test("a page or window without a size is left alone", () => {
    expect(place({ width: 0, height: 0 }, page, "contain")).toEqual({ scale: 1, left: 0, top: 0 });
    expect(place(page, { width: 0, height: 0 }, "actual")).toEqual({ scale: 1, left: 0, top: 0 });
  });
});
