import { Link, useRouter } from "@tanstack/react-router";
import type { SessionSummary } from "../../../wire/session.ts";
import { Avatar } from "../../ui/avatar.tsx";
import type { Person } from "./person.ts";
import type { Selection } from "./use-selection.ts";
import { WatchedMark } from "./watched-mark.tsx";

interface RowNameProps {
  readonly session: SessionSummary;
  readonly person: Person;
  readonly now: number;
  readonly watchedAt: number | undefined;
  readonly namesSource: boolean;
  readonly isTabStop: boolean;
  /** Rows are picked, not opened. */
  readonly selection: Selection | undefined;
  readonly onIntent: () => void;
}

/** Who it is: the row's link, or its box to tick. Either covers the row. */
export function RowName(props: RowNameProps) {
  const { session, person, now, watchedAt, selection, isTabStop } = props;
  const detail =
    person.detail === undefined ? null : <p className="truncate text-xs text-faint">{person.detail}</p>;
  const mark = watchedAt === undefined ? null : <WatchedMark at={watchedAt} now={now} />;
  if (selection === undefined)
    return (
      <>
        <Avatar initials={person.initials} hue={person.hue} />
        <div className="min-w-0">
          <div className="flex items-center gap-1.5">
            <NameLink {...props} />
            {mark}
          </div>
          {detail}
        </div>
      </>
    );
  return (
    <label className="flex min-w-0 cursor-pointer items-center gap-3 after:absolute after:inset-0 after:rounded-sm has-[input:focus-visible]:after:outline-2 has-[input:focus-visible]:after:-outline-offset-2 has-[input:focus-visible]:after:outline-accent">
      <span className="grid size-9 shrink-0 place-items-center">
        <input
          type="checkbox"
          aria-label={`Select ${person.name}`}
          checked={selection.has(session)}
          onChange={() => selection.toggle(session)}
          tabIndex={isTabStop ? 0 : -1}
          className="relative z-10 size-4.5 accent-accent outline-none"
        />
      </span>
      <span className="min-w-0">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-semibold text-ink">{person.name}</span>
          {mark}
        </span>
        {detail}
      </span>
    </label>
  );
}

function NameLink({ session, person, namesSource, isTabStop, onIntent }: RowNameProps) {
  const router = useRouter();
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: session.id }}
      search={namesSource ? { source: session.source } : {}}
      // So that the replay knows which session comes next in this list.
      state={() => ({ list: router.state.location.searchStr })}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onIntent}
      title={person.name}
      className="block truncate font-semibold text-ink outline-none group-hover:text-accent after:absolute after:inset-0 after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {person.name}
    </Link>
  );
}
