import { describe, expect, it } from "vitest";
import { commandForKey, SHORTCUTS, shortcutOf } from "./shortcuts.ts";

const press = (key: string, held: { shift?: boolean; ctrl?: boolean } = {}) =>
  commandForKey({ key, shift: held.shift ?? false, ctrl: held.ctrl ?? false });

describe("commandForKey", () => {
  it("knows play, steps, pages, speed and help", () => {
    expect([" ", "k", "K", "j", "l", "[", "]"].map((key) => press(key))).toEqual([
      "toggle",
      "toggle",
      "toggle",
      "back-10",
      "forward-10",
      "previous-view",
      "next-view",
    ]);
    expect([press("<", { shift: true }), press("?", { shift: true })]).toEqual(["slower", "help"]);
  });

  it("tells Shift with an arrow from the arrow alone", () => {
    expect([press("ArrowLeft"), press("ArrowLeft", { shift: true })]).toEqual(["back-5", "back-1"]);
  });

  it("leaves to the browser what is pressed with Ctrl, and Shift with a letter", () => {
    expect([press("f", { ctrl: true }), press("F", { shift: true }), press("x")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("gives no key two meanings, and every command a key", () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(SHORTCUTS.map(({ command }) => shortcutOf(command))).not.toContain("");
  });
});
