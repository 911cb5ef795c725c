import { AppWindowIcon, CrosshairIcon, PinIcon } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "../ui/menu.tsx";
import { usePlayer } from "./use-playback.ts";
import { useTabChoices } from "./use-tab-choices.ts";

const FOLLOW = "follow";

/** Which of several tabs is shown, and the choice of one. Nothing where there is one tab. */
export function TabMenu() {
  const player = usePlayer();
  const choices = useTabChoices();
  if (choices.length < 2) return null;
  const shown = choices.find(({ isShown }) => isShown);
  const pinned = choices.find(({ isPinned }) => isPinned);
  const choose = (value: string) => {
    if (value === FOLLOW) player.followFocus();
    else player.chooseTab(Number(value));
  };
  const label = `Tab ${(shown?.number ?? 0) + 1} of ${choices.length}`;
  return (
    <span className="flex shrink-0 items-center gap-1">
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="ghost"
            size="sm"
            className="h-7 text-xs"
            aria-label={`${label}${pinned === undefined ? ", follows the focus" : ", pinned"}`}
          >
            {pinned === undefined ? <AppWindowIcon aria-hidden /> : <PinIcon aria-hidden />} {label}
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="max-w-80">
          <MenuRadioGroup
            value={pinned === undefined ? FOLLOW : String(pinned.number)}
            onValueChange={choose}
          >
            <MenuRadioItem value={FOLLOW}>Follow the focus</MenuRadioItem>
            {choices.map(({ number, name }) => (
              <MenuRadioItem key={number} value={String(number)}>
                <span className="min-w-0 truncate">{name}</span>
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
        </MenuContent>
      </Menu>
      {pinned === undefined ? null : (
        <Button size="sm" className="h-7 text-xs" onClick={player.followFocus}>
          <CrosshairIcon aria-hidden /> Follow focus
        </Button>
      )}
    </span>
  );
}
