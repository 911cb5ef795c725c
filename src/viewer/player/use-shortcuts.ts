import { useEffect } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { commandForKey, type PlayerCommand } from "./shortcuts.ts";

/** Where keys come from that were pressed while the stage had the focus. Returns how to stop listening. */
export interface StageKeys {
  onKey(
    listener: (press: { readonly key: string; readonly shift: boolean; readonly ctrl: boolean }) => void,
  ): () => void;
}

/** What Space or Enter already means something to. */
const PRESSABLE = "button, a, summary, [role=button], [role=option], [role=tab], [role=switch]";
const TAKES_KEYS = "[role=dialog], [role=menu], [role=listbox][aria-expanded=true]";

/** Runs the command of each shortcut that is pressed on the page or, through `stage`, in the stage. */
export function useShortcuts(stage: StageKeys, run: (command: PlayerCommand) => void): void {
  useHotkeys(
    "*",
    (press) => {
      const ctrl = press.ctrlKey || press.metaKey || press.altKey;
      const command = commandForKey({ key: press.key, shift: press.shiftKey, ctrl });
      if (command === undefined) return;
      press.preventDefault();
      run(command);
    },
    // The timeline keeps the focus after a click: keys that a slider has no use for are shortcuts there too.
    { ignoreEventWhen: isTaken, enableOnFormTags: ["slider"] },
    [run],
  );
  useEffect(
    () =>
      stage.onKey((press) => {
        const command = commandForKey(press);
        if (command !== undefined) run(command);
      }),
    [stage, run],
  );
}

function isTaken(press: KeyboardEvent): boolean {
  const { target } = press;
  if (press.defaultPrevented || !(target instanceof Element)) return press.defaultPrevented;
  if (target.closest(TAKES_KEYS) !== null) return true;
  return press.key === " " && target.closest(PRESSABLE) !== null;
}
