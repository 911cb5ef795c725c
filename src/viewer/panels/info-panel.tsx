import { useMemo } from "react";
import type { SessionSummary } from "../../wire/session.ts";
import type { WatcherItem } from "../../wire/viewership.ts";
import { usePlayback } from "../player/use-playback.ts";
import { CopyIconButton } from "../ui/copy-button.tsx";
import { infoList } from "./info-list.ts";
import { WatchersSection } from "./watchers-section.tsx";

interface InfoPanelProps {
  readonly session: SessionSummary;
  /** Undefined while it is not known, or nobody keeps it. */
  readonly watchers?: readonly WatcherItem[] | undefined;
}

/** What is known of the session: who, with what, of which application, and who watched it. */
export function InfoPanel({ session, watchers }: InfoPanelProps) {
  const groups = useMemo(() => infoList(session), [session]);
  const sourcing = usePlayback((playback) => playback.sourcing);
  const notes = [...new Set([...sourcing.values()].flatMap((view) => view.notes))];
  const viewId = usePlayback((playback) => playback.viewId);
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Session"
      className="h-full overflow-y-auto px-4 py-3 outline-offset-[-2px]"
    >
      {watchers === undefined ? null : <WatchersSection watchers={watchers} />}
      {groups.map((group) => (
        <section key={group.title} className="mb-4">
          <h2 className="mb-1 text-xs font-semibold text-muted">{group.title}</h2>
          <dl>
            {group.fields.map((field) => (
              <Field key={field.label} {...field} />
            ))}
            {group.title === "Session" && viewId !== "" ? (
              <Field label="View id (now)" value={viewId} isCopyable />
            ) : null}
          </dl>
        </section>
      ))}
      {notes.length === 0 ? null : (
        <section className="mb-4">
          <h2 className="mb-1 text-xs font-semibold text-muted">How it came from the source</h2>
          <ul>
            {notes.map((note) => (
              <li key={note} className="border-b border-line py-2 break-words last:border-0">
                {note}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Field({ label, value, isCopyable }: ReturnType<typeof infoList>[number]["fields"][number]) {
  return (
    <div className="flex min-h-8 items-center gap-3 border-b border-line py-1 last:border-0">
      <dt className="w-28 shrink-0 text-faint">{label}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-1">
        <span className="min-w-0 flex-1 break-words">{value}</span>
        {isCopyable ? <CopyIconButton label={`Copy ${label.toLowerCase()}`} text={value} /> : null}
      </dd>
    </div>
  );
}
