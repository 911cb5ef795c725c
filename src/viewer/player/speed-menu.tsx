import { GaugeIcon } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "../ui/menu.tsx";
import { SPEEDS } from "./player.ts";
import { setPlayerPreferences } from "./preferences.ts";
import { usePlayback, usePlayer } from "./use-playback.ts";

/** How fast it plays. */
export function SpeedMenu() {
  const player = usePlayer();
  const speed = usePlayback((playback) => playback.speed);
  const choose = (chosen: string) => {
    player.setSpeed(Number(chosen));
    setPlayerPreferences({ speed: Number(chosen) });
  };
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="sm" aria-label={`Speed: ${speed}×`} className="w-14 tabular-nums">
          {speed}×
        </Button>
      </MenuTrigger>
      <MenuContent align="end" side="top">
        <MenuLabel className="flex items-center gap-1.5">
          <GaugeIcon aria-hidden className="size-3.5" /> Speed
        </MenuLabel>
        <MenuRadioGroup value={String(speed)} onValueChange={choose}>
          {SPEEDS.map((each) => (
            <MenuRadioItem key={each} value={String(each)}>
              {each === 1 ? "1× (as it was)" : `${each}×`}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
