import { beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import { mount } from "../ui/mount.fixture.tsx";
import { Controls } from "./controls.tsx";
import { playerFixture } from "./player.fixture.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import type { PlayerCommand } from "./shortcuts.ts";
import { TimeDisplay } from "./time-display.tsx";
import { type StageKeys, useShortcuts } from "./use-shortcuts.ts";

beforeEach(() => page.viewport(1280, 800));

const button = (name: string) => page.getByRole("button", { name, exact: true });

test("each button asks for its command", async () => {
  const run = vi.fn<(command: PlayerCommand) => void>();
  mount(playerFixture().provide(<Controls run={run} />));
  for (const name of ["Play", "Back 10 seconds", "Forward 10 seconds", "Next page", "Full screen"]) {
    await button(name).click();
  }
  expect(run.mock.calls.flat()).toEqual(["toggle", "back-10", "forward-10", "next-view", "fullscreen"]);
});

test("on a narrow window the lesser buttons are in a menu", async () => {
  await page.viewport(390, 800);
  const run = vi.fn<(command: PlayerCommand) => void>();
  mount(playerFixture().provide(<Controls run={run} />));
  await expect.element(button("More")).toBeVisible();
  expect(button("Full screen").elements()).toEqual([]);
  await button("More").click();
  await page.getByRole("menuitem", { name: "Full screen" }).click();
  expect(run.mock.calls.flat()).toEqual(["fullscreen"]);
});

test("the play button follows what is wanted, and says so when the end is reached", async () => {
  const { player, state, provide } = playerFixture();
  mount(provide(<Controls run={() => player.toggle()} />));
  await button("Play").click();
  await expect.element(button("Pause")).toBeVisible();
  state({ state: "loading" });
  await expect.element(button("Pause")).toBeVisible();
  state({ state: "ended" });
  await expect.element(button("Play again")).toBeVisible();
});

test("a speed is chosen from the menu and sent to the stage", async () => {
  const { sent, provide } = playerFixture();
  mount(provide(<Controls run={() => undefined} />));
  await button("Speed: 1×").click();
  await page.getByRole("menuitemradio", { name: "8×", exact: true }).click();
  expect(sent).toEqual([{ type: "replay:speed", speed: 8 }]);
  await expect.element(button("Speed: 8×")).toBeVisible();
});

test("the time is that of the session, and changes only by whole seconds", async () => {
  const { start, playback, provide } = playerFixture();
  mount(provide(<TimeDisplay />));
  playback.apply({ type: "stage:clock", ts: start + 61_900 });
  await expect.element(page.getByText("1:01 / 1:40")).toBeVisible();
});

function Keys({ stage, run }: { stage: StageKeys; run: (command: PlayerCommand) => void }) {
  useShortcuts(stage, run);
  return <input aria-label="Search" />;
}

test("keys work on the page and in the stage, but not while typing", async () => {
  const run = vi.fn<(command: PlayerCommand) => void>();
  const listeners: Parameters<StageKeys["onKey"]>[0][] = [];
  const stage: StageKeys = {
    onKey: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  mount(<Keys stage={stage} run={run} />);
  const search = page.getByLabelText("Search");
  await search.click();
  await userEvent.keyboard("k]");
  await expect.element(search).toHaveValue("k]");
  expect(run).not.toHaveBeenCalled();
  search.element().blur();
  await userEvent.keyboard("k]");
  expect(run.mock.calls.flat()).toEqual(["toggle", "next-view"]);
  listeners.at(-1)?.({ key: "j", shift: false, ctrl: false });
  expect(run).toHaveBeenLastCalledWith("back-10");
});

test("the help names every shortcut", async () => {
  mount(<ShortcutHelp open onOpenChange={() => undefined} />);
  await expect.element(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expect.element(page.getByText("Previous click, input or error")).toBeVisible();
});
