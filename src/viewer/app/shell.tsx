import { Link, Outlet } from "@tanstack/react-router";
import { ThemeMenu } from "./theme-menu.tsx";

/** The header that every page but the embedded one has, and the page below it, which fills the rest. */
export function Shell() {
  return (
    <div className="flex h-full flex-col">
      <header className="group/header flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-4 sm:px-6">
        <Link
          to="/"
          className="flex items-center gap-2.5 rounded-md font-semibold tracking-tight text-ink"
          aria-label="rum-replay, all sessions"
        >
          <img src="/favicon.svg" alt="" width={22} height={22} />
          {/* On a narrow screen the room is for what the page has to say. */}
          <span className="max-sm:group-has-[#page-header>*]/header:sr-only">rum-replay</span>
        </Link>
        <div id="page-header" className="flex min-w-0 flex-1 items-center" />
        <ThemeMenu />
      </header>
      <div className="min-h-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}
