/** What keys can ask for. */
export type PlayerCommand =
  | "toggle"
  | "back-10"
  | "forward-10"
  | "back-5"
  | "forward-5"
  | "back-1"
  | "forward-1"
  | "previous-view"
  | "next-view"
  | "previous-event"
  | "next-event"
  | "slower"
  | "faster"
  | "skip-inactivity"
  | "fit"
  | "fullscreen"
  | "copy-link"
  | "help";

interface Shortcut {
  readonly command: PlayerCommand;
  /** `KeyboardEvent.key`, letters in lower case; `Shift+` in front where it must be held. */
  readonly keys: readonly string[];
  readonly text: string;
}

/** All shortcuts, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { command: "toggle", keys: [" ", "k"], text: "Play or pause" },
  { command: "back-5", keys: ["ArrowLeft"], text: "Back 5 seconds" },
  { command: "forward-5", keys: ["ArrowRight"], text: "Forward 5 seconds" },
  { command: "back-10", keys: ["j"], text: "Back 10 seconds" },
  { command: "forward-10", keys: ["l"], text: "Forward 10 seconds" },
  { command: "back-1", keys: ["Shift+ArrowLeft"], text: "Back 1 second" },
  { command: "forward-1", keys: ["Shift+ArrowRight"], text: "Forward 1 second" },
  { command: "previous-view", keys: ["["], text: "Previous page" },
  { command: "next-view", keys: ["]"], text: "Next page" },
  { command: "previous-event", keys: ["p"], text: "Previous click, input or error" },
  { command: "next-event", keys: ["n"], text: "Next click, input or error" },
  { command: "slower", keys: ["<"], text: "Slower" },
  { command: "faster", keys: [">"], text: "Faster" },
  { command: "skip-inactivity", keys: ["i"], text: "Skip inactivity, or not" },
  { command: "fit", keys: ["a"], text: "Fit, or actual size" },
  { command: "copy-link", keys: ["c"], text: "Copy a link to this moment" },
  { command: "fullscreen", keys: ["f"], text: "Full screen" },
  { command: "help", keys: ["?"], text: "This help" },
];

const byKey = new Map(SHORTCUTS.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)));

/** What a key asks for; undefined when nothing. With Ctrl (or ⌘, or Alt) a key belongs to the browser. */
export function commandForKey(press: {
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
}): PlayerCommand | undefined {
  if (press.ctrl) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const isLetter = key >= "a" && key <= "z";
  if (press.shift && (key.length > 1 || isLetter || key === " ")) return byKey.get(`Shift+${key}`);
  return byKey.get(key);
}

const NAMES: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  "Shift+ArrowLeft": "Shift ←",
  "Shift+ArrowRight": "Shift →",
};

/** A shortcut's key as it stands on a keyboard. */
export const keyName = (key: string): string => NAMES[key] ?? key.toUpperCase();

/** The first key of a command, for tooltips. */
export function shortcutOf(command: PlayerCommand): string {
  const key = SHORTCUTS.find((shortcut) => shortcut.command === command)?.keys[0];
  return key === undefined ? "" : keyName(key);
}
