import { clsx } from "clsx";
import { AngryIcon, CircleAlertIcon, EyeOffIcon, SlidersHorizontalIcon } from "lucide-react";
import { useState } from "react";
import type { Facets } from "../../../wire/session.ts";
import { Button } from "../../ui/button.tsx";
import { activeFilters, type ActiveFilter, withoutFilters } from "./active-filters.ts";
import { FACETS, FilterDialog } from "./filter-dialog.tsx";
import { ChoicePill, FilterChip, TogglePill } from "./filter-pill.tsx";
import { SearchBox } from "./search-box.tsx";
import type { SessionSearch } from "./session-search.ts";
import { SPAN_CHOICES } from "./time-fields.tsx";
import type { ChangeSearch } from "./use-session-search.ts";

interface ToolbarProps {
  readonly search: SessionSearch;
  readonly change: ChangeSearch;
  readonly facets: Facets;
  readonly resultText: string;
  readonly onLeaveDown: () => void;
  /** The source can tell what was watched. */
  readonly filtersWatched: boolean;
  /** Opens a link or an id; false when the text is neither. */
  readonly onLink: (text: string) => boolean;
}

/** Filters that have a pill where there is room for pills; the rest show as chips when in force. */
const PILLS: ReadonlySet<ActiveFilter["field"]> = new Set([
  "last",
  "service",
  "env",
  "browser",
  "device",
  "errors",
  "frustrations",
  "watched",
]);

/** Search and filters: pills beside the search on wide screens, a window on narrow ones, chips of the rest. */
export function Toolbar({
  search,
  change,
  facets,
  resultText,
  onLeaveDown,
  onLink,
  filtersWatched,
}: ToolbarProps) {
  const [isOpen, setOpen] = useState(false);
  const filters = activeFilters(search);
  // What is searched for stands in a field of its own.
  const chips = filters.filter(({ field }) => field !== "q" && field !== "rum");
  const onSearch = (text: string) =>
    change({ q: text === "" ? undefined : text }, { replace: search.q !== undefined });
  return (
    <div className="flex flex-wrap items-start gap-2 lg:flex-nowrap">
      <div className="min-w-0 flex-1 lg:max-w-80">
        <SearchBox value={search.q ?? ""} onSearch={onSearch} onLeaveDown={onLeaveDown} onLink={onLink} />
      </div>
      <FiltersButton count={chips.length} onClick={() => setOpen(true)} className="lg:hidden" />
      <div
        role="group"
        aria-label="Filters"
        className={clsx(
          "flex w-full flex-wrap items-center gap-1.5 lg:w-auto lg:flex-1 lg:gap-2",
          chips.length === 0 && "max-lg:hidden",
        )}
      >
        <Pills
          search={search}
          change={change}
          facets={facets}
          onCustomTime={() => setOpen(true)}
          filtersWatched={filtersWatched}
        />
        {chips.map((filter) => (
          <FilterChip
            key={filter.field}
            label={filter.label}
            value={filter.value}
            onRemove={() => change(filter.without)}
            className={PILLS.has(filter.field) ? "lg:hidden" : undefined}
          />
        ))}
        <FiltersButton onClick={() => setOpen(true)} className="max-lg:hidden" />
        {filters.length === 0 ? null : (
          <Button variant="ghost" size="sm" onClick={() => change(withoutFilters(search))}>
            Clear all
          </Button>
        )}
      </div>
      <FilterDialog
        open={isOpen}
        onOpenChange={setOpen}
        search={search}
        change={change}
        facets={facets}
        resultText={resultText}
        filtersWatched={filtersWatched}
      />
    </div>
  );
}

interface FiltersButtonProps {
  /** How many filters are in force, where nothing else says so. */
  readonly count?: number;
  readonly onClick: () => void;
  readonly className: string;
}

function FiltersButton({ count = 0, onClick, className }: FiltersButtonProps) {
  return (
    <Button className={clsx("h-9 lg:h-8 lg:px-2.5", className)} onClick={onClick} aria-haspopup="dialog">
      <SlidersHorizontalIcon aria-hidden />
      <span className="max-sm:sr-only">All filters</span>
      {count === 0 ? null : (
        <span className="rounded-full bg-accent-fill px-1.5 text-xs leading-4.5 text-on-accent tabular-nums">
          {count}
          <span className="sr-only"> in force</span>
        </span>
      )}
    </Button>
  );
}

interface PillsProps extends Pick<ToolbarProps, "search" | "change" | "facets" | "filtersWatched"> {
  readonly onCustomTime: () => void;
}

function Pills({ search, change, facets, filtersWatched, onCustomTime }: PillsProps) {
  return (
    <div className="hidden lg:contents">
      <ChoicePill
        label="Started"
        value={search.last}
        choices={SPAN_CHOICES}
        onChoose={(last) => change({ last, from: undefined, to: undefined })}
        more={{ label: "From … until …", onSelect: onCustomTime }}
      />
      <TogglePill
        isOn={search.errors === "1"}
        onToggle={(on) => change({ errors: on ? "1" : undefined })}
        icon={<CircleAlertIcon aria-hidden />}
      >
        Errors
      </TogglePill>
      <TogglePill
        isOn={search.frustrations === "1"}
        onToggle={(on) => change({ frustrations: on ? "1" : undefined })}
        icon={<AngryIcon aria-hidden />}
      >
        Frustrations
      </TogglePill>
      {filtersWatched || search.watched !== undefined ? (
        <TogglePill
          isOn={search.watched === "0"}
          onToggle={(on) => change({ watched: on ? "0" : undefined })}
          icon={<EyeOffIcon aria-hidden />}
        >
          Unwatched
        </TogglePill>
      ) : null}
      {/* Last: they come when the server has told what there is to choose. */}
      {FACETS.map(({ field, label, values }) => {
        const choices = facets[values].map((value) => ({ value, label: value }));
        // With one value there is nothing to choose.
        const isUseful = PILLS.has(field) && (choices.length > 1 || search[field] !== undefined);
        return isUseful ? (
          <ChoicePill
            key={field}
            label={label}
            value={search[field]}
            choices={choices}
            onChoose={(value) => change({ [field]: value })}
          />
        ) : null;
      })}
    </div>
  );
}
