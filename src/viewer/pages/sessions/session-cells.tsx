import { clsx } from "clsx";
import { AngryIcon, CircleAlertIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { SessionSummary } from "../../../wire/session.ts";
import { Badge } from "../../ui/badge.tsx";
import { wallClockText, relativeText, shortMomentText } from "../../ui/moments.ts";
import { bytesText, countText, durationText } from "../../ui/quantities.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { BrowserIcon, DeviceIcon, SystemIcon } from "./software-icon.tsx";

// What stands in the columns of the list besides the person.

interface CellProps {
  readonly session: SessionSummary;
}

/** Pages that a row names; on very wide screens there is room for more. */
const SHOWN_PAGES = 3;
const SHOWN_WHERE_WIDE = 6;

/** The first pages, in order, and how many views there were; where the session is from, if that is to be said. */
export function PagesCell({ session, source }: CellProps & { readonly source: string | undefined }) {
  const { pages, viewCount, service, env } = session;
  return (
    <>
      <p className="flex items-baseline" title={pages.join("\n")}>
        {pages.length === 0 ? <span className="text-faint">No page addresses</span> : null}
        <span className="flex min-w-0 overflow-hidden">
          {pages.slice(0, SHOWN_WHERE_WIDE).map((page, index) => (
            <span
              key={page}
              className={clsx("flex", index >= SHOWN_PAGES && "max-2xl:hidden")}
              style={widthOf(page)}
            >
              {index === 0 ? null : <span className="px-1 text-faint xl:px-1.5">→</span>}
              <span className="truncate">{page}</span>
            </span>
          ))}
        </span>
        <More count={pages.length - SHOWN_PAGES} className="2xl:hidden" />
        <More count={pages.length - SHOWN_WHERE_WIDE} className="max-2xl:hidden" />
      </p>
      <Line>{[source, countText(viewCount, "view"), service, env]}</Line>
    </>
  );
}

/** Where room is short, long addresses give way before short ones, and none altogether. */
const widthOf = (page: string) =>
  page.length > 8 ? { flexShrink: page.length ** 2, minWidth: "3rem" } : { flexShrink: 0 };

function More({ count, className }: { readonly count: number; readonly className: string }) {
  return count > 0 ? <span className={clsx("pl-2 text-faint", className)}>+{count}</span> : null;
}

/** When it started, in words and exactly, and whether it still goes on. */
export function StartedCell({ session, now }: CellProps & { readonly now: number }) {
  const { start, live } = session;
  return (
    <>
      <p className="flex items-center gap-2">
        <Tooltip content={wallClockText(start)}>
          {/* Above the row's link, so that the pointer can rest on it. */}
          <time dateTime={new Date(start).toISOString()} className="relative z-10 whitespace-nowrap">
            {relativeText(start, now)}
          </time>
        </Tooltip>
        {live ? <LiveBadge /> : null}
      </p>
      <Line className="hidden lg:block">{[shortMomentText(start, now)]}</Line>
    </>
  );
}

function LiveBadge() {
  return (
    <Badge tone="good" title="Still being recorded">
      <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-current" />
      Live
    </Badge>
  );
}

/** How long it is, and what it weighs. */
export function DurationCell({ session }: CellProps) {
  return (
    <>
      <p className="whitespace-nowrap tabular-nums">{durationText(session.end - session.start)}</p>
      <Line className="hidden lg:block">{session.bytes === undefined ? [] : [bytesText(session.bytes)]}</Line>
    </>
  );
}

/** Browser, operating system, kind of device, country. */
export function ClientCell({ session }: CellProps) {
  const { browser, os, deviceType, country } = session;
  return (
    <div className="flex items-center gap-x-3 lg:flex-col lg:items-start">
      <p className="flex min-w-0 max-w-full items-center gap-1.5 lg:text-ink [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint">
        {browser === undefined ? null : (
          <>
            <BrowserIcon name={browser.name} />
            <span className="truncate">{nameAndMajor(browser)}</span>
          </>
        )}
      </p>
      <p className="flex max-w-full min-w-0 items-center gap-1.5 lg:text-xs lg:text-faint [&_svg]:size-4 lg:[&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-faint">
        {os === undefined ? null : (
          <>
            <SystemIcon name={os.name} />
            <span className="truncate max-sm:sr-only">{nameAndMajor(os)}</span>
          </>
        )}
        {deviceType === undefined ? null : <DeviceIcon name={deviceType} />}
        {country === undefined ? null : <span className="max-sm:hidden">{country}</span>}
      </p>
    </div>
  );
}

function nameAndMajor({
  name,
  version,
}: {
  readonly name: string;
  readonly version?: string | undefined;
}): string {
  const major = version?.split(".")[0];
  return major ? `${name} ${major}` : name;
}

/** What went wrong, as counts; nothing where nothing did. */
export function IssuesCell({ session }: CellProps) {
  const { errorCount, frustrationCount } = session;
  return (
    <p className="flex flex-wrap items-center gap-1.5">
      {errorCount > 0 ? (
        <Count tone="danger" icon={<CircleAlertIcon aria-hidden />} value={errorCount} word="error" />
      ) : null}
      {frustrationCount > 0 ? (
        <Count tone="warn" icon={<AngryIcon aria-hidden />} value={frustrationCount} word="frustration" />
      ) : null}
      {errorCount + frustrationCount === 0 ? (
        <span className="hidden text-faint lg:inline">
          <span aria-hidden>–</span>
          <span className="sr-only">None</span>
        </span>
      ) : null}
    </p>
  );
}

interface CountProps {
  readonly tone: "danger" | "warn";
  readonly icon: ReactNode;
  readonly value: number;
  readonly word: string;
}

function Count({ tone, icon, value, word }: CountProps) {
  const text = countText(value, word);
  return (
    <Badge tone={tone} title={text}>
      {icon}
      <span aria-hidden>{value > 999 ? "999+" : value}</span>
      <span className="sr-only">{text}</span>
    </Badge>
  );
}

interface LineProps {
  readonly className?: string;
  readonly children: readonly (string | undefined)[];
}

/** The second line of a cell: what is known, with dots between. */
function Line({ className, children }: LineProps) {
  const known = children.filter((text) => text !== undefined && text !== "");
  return <p className={clsx("truncate text-xs text-faint", className)}>{known.join(" · ")}</p>;
}
