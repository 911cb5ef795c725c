import { useCallback } from "react";
import { countBefore } from "../../../base/binary-search.ts";
import { unreachable } from "../../../base/assert.ts";
import type { Player } from "../../player/player.ts";
import { playerPreferences, setPlayerPreferences } from "../../player/preferences.ts";
import type { SessionEvent } from "../../player/session-events.ts";
import type { PlayerCommand } from "../../player/shortcuts.ts";

/** What a command does that is not the player's. */
interface PageActions {
  readonly copyLink: () => void;
  readonly toggleFullscreen: () => void;
  readonly showHelp: () => void;
}

const NOTABLE = new Set<SessionEvent["kind"]>([
  "navigation",
  "click",
  "input",
  "custom",
  "error",
  "frustration",
]);

/** Nearer to an event than this, "previous" means the one before it. */
const AT_EVENT_MS = 500;

/** One function for all that buttons and keys ask for. */
export function useCommands(
  player: Player,
  events: readonly SessionEvent[],
  { copyLink, toggleFullscreen, showHelp }: PageActions,
): (command: PlayerCommand) => void {
  return useCallback(
    (command) => {
      if (command === "copy-link") copyLink();
      else if (command === "fullscreen") toggleFullscreen();
      else if (command === "help") showHelp();
      else if (command === "previous-event" || command === "next-event") stepEvent(player, events, command);
      else drive(player, command);
    },
    [player, events, copyLink, toggleFullscreen, showHelp],
  );
}

type DriveCommand = Exclude<
  PlayerCommand,
  "copy-link" | "fullscreen" | "help" | "previous-event" | "next-event"
>;

function drive(player: Player, command: DriveCommand): void {
  switch (command) {
    case "toggle":
      return player.toggle();
    case "back-10":
      return player.seekBy(-10_000);
    case "forward-10":
      return player.seekBy(10_000);
    case "back-5":
      return player.seekBy(-5000);
    case "forward-5":
      return player.seekBy(5000);
    case "back-1":
      return player.seekBy(-1000);
    case "forward-1":
      return player.seekBy(1000);
    case "previous-view":
      return player.previousView();
    case "next-view":
      return player.nextView();
    case "slower":
    case "faster":
      player.stepSpeed(command === "faster" ? 1 : -1);
      return setPlayerPreferences({ speed: player.playback.get().speed });
    case "skip-inactivity": {
      const skipInactivity = !playerPreferences().skipInactivity;
      setPlayerPreferences({ skipInactivity });
      return player.setSkipInactivity(skipInactivity);
    }
    case "fit":
      return setPlayerPreferences({ fit: playerPreferences().fit === "actual" ? "contain" : "actual" });
    default:
      return unreachable(command);
  }
}

function stepEvent(
  player: Player,
  events: readonly SessionEvent[],
  direction: "previous-event" | "next-event",
): void {
  const notable = events.filter((event) => NOTABLE.has(event.kind));
  const { ts } = player.playback.get();
  const target =
    direction === "next-event"
      ? notable[countBefore(notable, (event) => event.at <= ts + 1)]
      : notable[countBefore(notable, (event) => event.at < ts - AT_EVENT_MS) - 1];
  if (target !== undefined) player.seek(target.at);
}
