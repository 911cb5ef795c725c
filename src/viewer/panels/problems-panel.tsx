import { ShieldCheckIcon, TriangleAlertIcon } from "lucide-react";
import type { UnloadedAssets } from "../../wire/assets.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { offsetText } from "../player/time-text.ts";
import { usePlayback, usePlayer } from "../player/use-playback.ts";
import type { Problem } from "./problem-list.ts";
import type { UnfoundView } from "./unfound-views.ts";
import { UnfoundSection } from "./unfound-section.tsx";
import { UnloadedSection } from "./unloaded-section.tsx";

interface ProblemsPanelProps {
  readonly problems: readonly Problem[];
  /** Views of which the source has not told all. */
  readonly unfound?: readonly UnfoundView[];
  readonly onLookAgain?: (viewId: string) => void;
  /** What pages name by address; undefined while nothing is known of it. */
  readonly assets: UnloadedAssets | undefined;
}

const NONE: readonly UnfoundView[] = [];

/** What is missing or could not be read, and where; a click goes there. Then what pages name and do not show. */
export function ProblemsPanel({ problems, unfound = NONE, onLookAgain, assets }: ProblemsPanelProps) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="What is missing"
      className="h-full overflow-y-auto outline-offset-[-2px]"
    >
      {unfound.length === 0 ? null : <UnfoundSection views={unfound} onLookAgain={onLookAgain} />}
      {problems.length > 0 ? (
        <ProblemSection problems={problems} />
      ) : (
        <NothingMissing isAlone={(assets?.failed.length ?? 0) === 0 && unfound.length === 0} />
      )}
      {assets === undefined ? null : <UnloadedSection assets={assets} />}
    </div>
  );
}

/** Where something else is listed, it is said in one line. */
function NothingMissing({ isAlone }: { readonly isAlone: boolean }) {
  if (!isAlone)
    return (
      <p className="flex gap-3 border-b border-line px-4 py-3 text-muted">
        <ShieldCheckIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        Nothing of the recording itself is missing so far.
      </p>
    );
  return (
    <div className="border-b border-line last:border-0">
      <EmptyState
        icon={<ShieldCheckIcon />}
        title="Nothing is missing so far"
        text="Parts of the recording that are lost or damaged would be listed here as it loads."
      />
    </div>
  );
}

function ProblemSection({ problems }: { readonly problems: readonly Problem[] }) {
  const player = usePlayer();
  const sessionStart = usePlayback(({ session }) => session.start);
  return (
    <section aria-label="Damage" className="border-b border-line last:border-0">
      <p className="border-b border-line px-4 py-3 text-muted">
        The rest of the session plays. Where the timeline is hatched, do not draw conclusions from the
        picture.
      </p>
      <ul aria-label="Problems">
        {problems.map((problem) => (
          <li key={problem.id} className="border-b border-line last:border-0">
            <ProblemLine
              problem={problem}
              sessionStart={sessionStart}
              onPick={() => player.openView(problem.viewId, problem.start)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ProblemLineProps {
  readonly problem: Problem;
  readonly sessionStart: number;
  readonly onPick: () => void;
}

function ProblemLine({ problem, sessionStart, onPick }: ProblemLineProps) {
  const { title, message, page, start, end, count } = problem;
  const from = start === undefined ? undefined : offsetText(start - sessionStart);
  const to = end === undefined || end === start ? undefined : offsetText(end - sessionStart);
  return (
    <button
      type="button"
      onClick={onPick}
      className="flex w-full gap-3 px-4 py-3 text-left outline-offset-[-2px] hover:bg-hover"
    >
      <TriangleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-ink">
          {title}
          {count > 1 ? <span className="font-normal text-muted"> ({count} times)</span> : null}
        </span>
        <span className="block break-words text-muted">{message}</span>
        <span className="mt-0.5 block truncate text-xs text-faint tabular-nums">
          {page}
          {from === undefined ? "" : ` · ${from}${to === undefined ? "" : ` to ${to}`}`}
        </span>
      </span>
    </button>
  );
}
