import { clsx } from "clsx";
import { PinIcon } from "lucide-react";
import { useTabChoices } from "../player/use-tab-choices.ts";
import { usePlayer } from "../player/use-playback.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import { lanesLayout } from "./lanes-layout.ts";

/** More tabs than this are chosen in the menu of the address bar alone: their lanes are too thin for a name. */
const MOST_NAMED = 8;

/** The names of the lanes: each chooses its tab, the one that is chosen lets the focus be followed again. */
export function TabLanes({ lanes }: { readonly lanes: number }) {
  const player = usePlayer();
  const choices = useTabChoices();
  const { marksPx, lanePx, lanesPx, top } = lanesLayout(lanes);
  if (lanes > MOST_NAMED) return null;
  return (
    <div role="group" aria-label="Tabs" className="relative w-7 shrink-0 pt-1 sm:w-16">
      <div className="relative" style={{ marginTop: marksPx, height: lanesPx }}>
        {choices.map(({ number, name, isShown, isPinned }) => (
          <Tooltip
            key={number}
            side="top"
            content={isPinned ? `${name} (pinned: press to follow the focus)` : name}
          >
            <button
              type="button"
              aria-label={name}
              aria-pressed={isPinned}
              aria-current={isShown}
              onClick={() => (isPinned ? player.followFocus() : player.chooseTab(number))}
              className={clsx(
                "absolute inset-x-0 flex items-center justify-between gap-1 rounded-[4px] px-1.5 text-left text-[0.6875rem] hover:bg-hover",
                isShown ? "bg-accent-soft font-semibold text-accent" : "font-medium text-muted",
              )}
              style={{ top: top(number), height: lanePx, lineHeight: `${lanePx}px` }}
            >
              <span className="truncate">
                <span className="max-sm:hidden">Tab </span>
                {number + 1}
              </span>
              {isPinned ? <PinIcon aria-hidden className="size-3 shrink-0 max-sm:hidden" /> : null}
            </button>
          </Tooltip>
        ))}
      </div>
    </div>
  );
}
