import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useMediaQuery } from "../../ui/use-media-query.ts";

interface ReplayLayoutProps {
  readonly stage: ReactNode;
  readonly panels: ReactNode;
  /** Timeline and controls. */
  readonly bar: ReactNode;
  /** Stage and bar only. */
  readonly isFullscreen: boolean;
}

/**
 * The stage with the panels beside it, on narrow windows below it, and the bar at the bottom. The stage stays
 * in one place of the tree: moving its frame would load it anew.
 */
export function ReplayLayout({ stage, panels, bar, isFullscreen }: ReplayLayoutProps) {
  const isWide = useMediaQuery("(min-width: 64rem)");
  return (
    <>
      <Group orientation={isWide ? "horizontal" : "vertical"} className="min-h-0 flex-1">
        <Panel id="stage" minSize={isWide ? 320 : 140} defaultSize={isWide ? undefined : "48%"}>
          {stage}
        </Panel>
        {isFullscreen ? null : (
          <>
            <Separator
              className={
                isWide
                  ? "w-px bg-line outline-offset-2 hover:bg-accent data-[separator=active]:bg-accent"
                  : "h-px bg-line outline-offset-2 hover:bg-accent data-[separator=active]:bg-accent"
              }
            />
            <Panel
              id="panels"
              minSize={isWide ? 260 : 120}
              defaultSize={isWide ? 368 : undefined}
              maxSize={isWide ? "60%" : undefined}
              groupResizeBehavior={isWide ? "preserve-pixel-size" : "preserve-relative-size"}
              className="bg-surface"
            >
              {panels}
            </Panel>
          </>
        )}
      </Group>
      <div className="shrink-0 border-t border-line bg-surface">{bar}</div>
    </>
  );
}
