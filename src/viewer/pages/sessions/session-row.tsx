import { clsx } from "clsx";
import type { ComponentProps, MouseEvent } from "react";
import { sourceTitle } from "../../../wire/datadog-site.ts";
import type { SessionSummary } from "../../../wire/session.ts";
import { personOf } from "./person.ts";
import { RowName } from "./row-name.tsx";
import { ClientCell, DurationCell, IssuesCell, PagesCell, StartedCell } from "./session-cells.tsx";
import type { Selection } from "./use-selection.ts";

/** Columns of the list where there is room for them; below that, each row is a small card. */
export const columnsStyle =
  "lg:gap-x-4 lg:grid-cols-[minmax(10.5rem,1fr)_minmax(9rem,1.3fr)_9.5rem_6.5rem_9rem_7rem] xl:gap-x-5 xl:grid-cols-[minmax(13rem,1.1fr)_minmax(16rem,2.2fr)_11rem_7.5rem_11rem_8rem]";

interface SessionRowProps extends Omit<ComponentProps<"div">, "children"> {
  readonly session: SessionSummary;
  readonly now: number;
  /** Whether links have to say which source holds the session. */
  readonly namesSource: boolean;
  /** Whether Tab stops here: one row of the list does. */
  readonly isTabStop: boolean;
  /** Rows are picked, not opened. */
  readonly selection: Selection | undefined;
  /** When whoever looks at the list last watched it, epoch ms. */
  readonly watchedAt: number | undefined;
  readonly onIntent: () => void;
}

/** One session. The person's name is the link, or the box to tick; it covers the row, so that all of it can be clicked. */
export function SessionRow(props: SessionRowProps) {
  const { session, now, namesSource, isTabStop, selection, watchedAt, onIntent, className, ...rest } = props;
  const person = personOf(session);
  return (
    <div
      {...rest}
      role="row"
      onClick={clickLink}
      onMouseEnter={onIntent}
      className={clsx(
        "group gap-x-4 gap-y-1.5 border-b border-line px-4 py-3 hover:bg-hover sm:px-5",
        "max-md:flex max-md:flex-wrap md:grid md:grid-cols-[13rem_1fr_auto] lg:h-16 lg:items-center lg:py-0",
        "has-[a:focus-visible]:bg-hover has-[input:checked]:bg-accent-soft",
        columnsStyle,
        className,
      )}
    >
      <div
        role="cell"
        className="flex min-w-0 items-center gap-3 max-md:flex-1 max-md:basis-0 md:row-span-2 lg:row-span-1"
      >
        <RowName
          session={session}
          person={person}
          now={now}
          watchedAt={watchedAt}
          namesSource={namesSource}
          isTabStop={isTabStop}
          selection={selection}
          onIntent={onIntent}
        />
      </div>
      <div role="cell" className="min-w-0 max-md:order-3 max-md:basis-full max-md:pl-12">
        <PagesCell session={session} source={namesSource ? sourceTitle(session.source) : undefined} />
      </div>
      <div role="cell" className="max-md:order-2 max-lg:justify-self-end max-lg:text-xs max-lg:text-muted">
        <StartedCell session={session} now={now} />
      </div>
      <div className="flex min-w-0 items-center gap-x-3 text-xs text-muted max-md:order-4 max-md:flex-1 max-md:basis-0 max-md:pl-12 lg:contents lg:text-sm lg:text-ink">
        <div role="cell">
          <DurationCell session={session} />
        </div>
        <div role="cell" className="min-w-0">
          <ClientCell session={session} />
        </div>
      </div>
      <div role="cell" className="max-md:order-5 max-lg:justify-self-end">
        <IssuesCell session={session} />
      </div>
    </div>
  );
}

/** Passes a click beside the link (on the time, which lies above it) on to it, with the keys held. */
function clickLink(click: MouseEvent<HTMLDivElement>): void {
  const link = click.currentTarget.querySelector("a");
  if (link === null || (click.target instanceof Node && link.contains(click.target))) return;
  const { ctrlKey, metaKey, shiftKey, altKey } = click;
  link.dispatchEvent(
    new globalThis.MouseEvent("click", {
      bubbles: true,
      cancelable: true,
      ctrlKey,
      metaKey,
      shiftKey,
      altKey,
    }),
  );
}
