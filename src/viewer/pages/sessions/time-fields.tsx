import { TextField } from "../../ui/text-field.tsx";
import { SPAN_TEXTS } from "./active-filters.ts";
import { FilterSelect } from "./filter-select.tsx";
import { fromLocalMinute, toLocalMinute } from "./local-minute.ts";
import { RECENT_SPANS, type RecentSpan, type SessionSearch } from "./session-search.ts";
import type { ChangeSearch } from "./use-session-search.ts";

/** The time ranges that end now, as choices. */
export const SPAN_CHOICES = Object.keys(RECENT_SPANS).map((span) => ({
  value: span as RecentSpan,
  label: SPAN_TEXTS[span as RecentSpan],
}));

interface TimeFieldsProps {
  readonly search: SessionSearch;
  readonly change: ChangeSearch;
}

/** When sessions started: a range that ends now, or one from a minute to a minute of the person's time zone. */
export function TimeFields({ search, change }: TimeFieldsProps) {
  return (
    <fieldset className="flex flex-col gap-3">
      <FilterSelect
        label="Started"
        value={search.last}
        choices={SPAN_CHOICES}
        onChoose={(last) => change({ last: last as RecentSpan | undefined, from: undefined, to: undefined })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="From"
          type="datetime-local"
          value={search.from === undefined ? "" : toLocalMinute(search.from)}
          onChange={({ target }) =>
            change(
              { from: fromLocalMinute(target.value), last: undefined },
              { replace: search.from !== undefined },
            )
          }
        />
        <TextField
          label="Until"
          type="datetime-local"
          value={search.to === undefined ? "" : toLocalMinute(search.to)}
          onChange={({ target }) =>
            change(
              { to: fromLocalMinute(target.value), last: undefined },
              { replace: search.to !== undefined },
            )
          }
        />
      </div>
    </fieldset>
  );
}
