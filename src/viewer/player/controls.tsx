import {
  CircleHelpIcon,
  EllipsisIcon,
  ExpandIcon,
  FastForwardIcon,
  LinkIcon,
  PauseIcon,
  PlayIcon,
  RotateCcwIcon,
  RotateCwIcon,
  ScanIcon,
  SkipBackIcon,
  SkipForwardIcon,
  StepBackIcon,
  StepForwardIcon,
} from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu.tsx";
import { usePlayerPreferences } from "./preferences.ts";
import { type PlayerCommand, shortcutOf } from "./shortcuts.ts";
import { SpeedMenu } from "./speed-menu.tsx";
import { TimeDisplay } from "./time-display.tsx";
import { usePlayback } from "./use-playback.ts";

interface ControlsProps {
  /** Does what a button (or a key) asks for. */
  readonly run: (command: PlayerCommand) => void;
}

/** The bar of buttons below the timeline. On narrow screens the lesser ones are in a menu. */
export function Controls({ run }: ControlsProps) {
  return (
    <div
      role="toolbar"
      aria-label="Playback"
      className="flex items-center gap-0.5 px-2 pb-2 sm:gap-1 sm:px-4"
    >
      <PlayButton run={run} />
      <Press run={run} command="back-10" label="Back 10 seconds">
        <RotateCcwIcon />
      </Press>
      <Press run={run} command="forward-10" label="Forward 10 seconds">
        <RotateCwIcon />
      </Press>
      <span aria-hidden className="mx-1 h-5 w-px bg-line max-md:hidden" />
      <Press run={run} command="previous-view" label="Previous page" className="max-sm:hidden">
        <SkipBackIcon />
      </Press>
      <Press
        run={run}
        command="previous-event"
        label="Previous click, input or error"
        className="max-md:hidden"
      >
        <StepBackIcon />
      </Press>
      <Press run={run} command="next-event" label="Next click, input or error" className="max-md:hidden">
        <StepForwardIcon />
      </Press>
      <Press run={run} command="next-view" label="Next page" className="max-sm:hidden">
        <SkipForwardIcon />
      </Press>
      <div className="ml-1 sm:ml-2">
        <TimeDisplay />
      </div>
      <div className="flex-1" />
      <Preferences run={run} />
      <SpeedMenu />
      <Press run={run} command="copy-link" label="Copy a link to this moment" className="max-sm:hidden">
        <LinkIcon />
      </Press>
      <Press run={run} command="help" label="Keyboard shortcuts" className="max-lg:hidden">
        <CircleHelpIcon />
      </Press>
      <Press run={run} command="fullscreen" label="Full screen" className="max-sm:hidden">
        <ExpandIcon />
      </Press>
      <MoreMenu run={run} />
    </div>
  );
}

function PlayButton({ run }: ControlsProps) {
  const wantsPlay = usePlayback((playback) => playback.wantsPlay);
  const hasEnded = usePlayback((playback) => playback.state === "ended");
  return (
    <IconButton
      label={wantsPlay ? "Pause" : hasEnded ? "Play again" : "Play"}
      shortcut={shortcutOf("toggle")}
      tooltipSide="top"
      onClick={() => run("toggle")}
      look="primary"
    >
      {wantsPlay ? (
        <PauseIcon fill="currentColor" />
      ) : (
        <PlayIcon fill="currentColor" className="translate-x-px" />
      )}
    </IconButton>
  );
}

function Preferences({ run }: ControlsProps) {
  const { skipInactivity, fit } = usePlayerPreferences();
  return (
    <>
      <Press run={run} command="skip-inactivity" label="Skip inactivity" pressed={skipInactivity}>
        <FastForwardIcon />
      </Press>
      <Press run={run} command="fit" label="Actual size" pressed={fit === "actual"} className="max-sm:hidden">
        <ScanIcon />
      </Press>
    </>
  );
}

function MoreMenu({ run }: ControlsProps) {
  const items: readonly [PlayerCommand, string][] = [
    ["previous-view", "Previous page"],
    ["next-view", "Next page"],
    ["previous-event", "Previous click, input or error"],
    ["next-event", "Next click, input or error"],
    ["fit", "Fit, or actual size"],
    ["copy-link", "Copy a link to this moment"],
    ["fullscreen", "Full screen"],
    ["help", "Keyboard shortcuts"],
  ];
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="More" tooltipSide="top" className="sm:hidden">
          <EllipsisIcon />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end" side="top">
        {items.map(([command, label]) => (
          <MenuItem key={command} onSelect={() => run(command)}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

interface PressProps extends ControlsProps {
  readonly command: PlayerCommand;
  readonly label: string;
  /** For a switch: whether it is on. */
  readonly pressed?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

function Press({ run, command, label, pressed, className, children }: PressProps) {
  return (
    <IconButton
      label={label}
      shortcut={shortcutOf(command)}
      tooltipSide="top"
      onClick={() => run(command)}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      {...(className === undefined ? {} : { className })}
    >
      {children}
    </IconButton>
  );
}
