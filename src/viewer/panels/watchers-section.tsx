import type { WatcherItem } from "../../wire/viewership.ts";
import { relativeText, wallClockText } from "../ui/moments.ts";
import { useNow } from "../ui/use-now.ts";

/** Who watched the session, and when. */
export function WatchersSection({ watchers }: { readonly watchers: readonly WatcherItem[] }) {
  const now = useNow(15_000);
  return (
    <section className="mb-4" aria-label="Watched by">
      <h2 className="mb-1 text-xs font-semibold text-muted">Watched by</h2>
      {watchers.length === 0 ? (
        <p className="py-1.5 text-faint">Nobody yet. Who plays it for a few seconds is listed here.</p>
      ) : (
        <ul>
          {watchers.map(({ name, isMe, lastWatchedAt, watchCount }) => (
            <li
              key={name}
              className="flex min-h-8 items-center gap-3 border-b border-line py-1 last:border-0"
            >
              <span className="min-w-0 flex-1 break-words">
                {name}
                {isMe ? <span className="text-faint"> (you)</span> : null}
              </span>
              <span className="shrink-0 text-xs text-faint tabular-nums">
                {watchCount > 1 ? `${watchCount} times, last ` : ""}
                <time dateTime={new Date(lastWatchedAt).toISOString()} title={wallClockText(lastWatchedAt)}>
                  {relativeText(lastWatchedAt, now)}
                </time>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
