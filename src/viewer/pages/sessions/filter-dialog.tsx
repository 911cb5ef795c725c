import type { Facets } from "../../../wire/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { durationText } from "../../ui/quantities.ts";
import { Switch } from "../../ui/switch.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useDraft } from "../../ui/use-draft.ts";
import { withoutFilters } from "./active-filters.ts";
import { FilterSelect } from "./filter-select.tsx";
import { TimeFields } from "./time-fields.tsx";
import type { SessionSearch } from "./session-search.ts";
import type { ChangeSearch } from "./use-session-search.ts";

interface FilterDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly search: SessionSearch;
  readonly change: ChangeSearch;
  readonly facets: Facets;
  /** What the filters leave, in words. */
  readonly resultText: string;
  /** The source can tell what was watched. */
  readonly filtersWatched: boolean;
}

/** Every filter there is. Each takes effect at once; the button says what they leave. */
export function FilterDialog(props: FilterDialogProps) {
  const { open, onOpenChange, search, change, facets, resultText, filtersWatched } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Filters"
      footer={
        <>
          <Button variant="ghost" onClick={() => change(withoutFilters(search))}>
            Clear all
          </Button>
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            {resultText}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TimeFields search={search} change={change} />
        <WhoAndWhere search={search} change={change} />
        <FacetFields search={search} change={change} facets={facets} />
        <DurationFields search={search} change={change} />
        <div className="flex flex-col gap-3 pt-1">
          <Switch checked={search.errors === "1"} onChange={(on) => change({ errors: on ? "1" : undefined })}>
            Only sessions with errors
          </Switch>
          <Switch
            checked={search.frustrations === "1"}
            onChange={(on) => change({ frustrations: on ? "1" : undefined })}
          >
            Only sessions with frustrations (rage, dead and error clicks)
          </Switch>
          {filtersWatched ? (
            <Switch
              checked={search.watched === "0"}
              onChange={(on) => change({ watched: on ? "0" : undefined })}
            >
              Only sessions that you have not watched
            </Switch>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly search: SessionSearch;
  readonly change: ChangeSearch;
}

function WhoAndWhere({ search, change }: FieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FilterText
        label="User"
        placeholder="Name, e-mail or id"
        field="user"
        search={search}
        change={change}
      />
      <FilterText label="Page" placeholder="/checkout" field="page" search={search} change={change} />
    </div>
  );
}

interface FilterTextProps extends FieldsProps {
  readonly label: string;
  readonly placeholder: string;
  readonly field: "user" | "page" | "country";
}

function FilterText({ label, placeholder, field, search, change }: FilterTextProps) {
  const pass = (text: string) =>
    change({ [field]: text === "" ? undefined : text }, { replace: search[field] !== undefined });
  const { draft, type, commit } = useDraft(search[field] ?? "", pass, 300);
  return (
    <TextField
      label={label}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      value={draft}
      onChange={(event) => type(event.target.value)}
      onBlur={() => commit(draft)}
    />
  );
}

function FacetFields({ search, change, facets }: FieldsProps & { readonly facets: Facets }) {
  return (
    <div className="grid grid-cols-2 gap-4">
      {FACETS.map(({ field, label, values }) => (
        <FilterSelect
          key={field}
          label={label}
          value={search[field]}
          choices={facets[values].map((value) => ({ value, label: value }))}
          onChoose={(value) => change({ [field]: value })}
        />
      ))}
      <FilterText
        label="Country"
        placeholder="As recorded: DE, Germany"
        field="country"
        search={search}
        change={change}
      />
    </div>
  );
}

/** Filters whose values the server lists. */
export const FACETS = [
  { field: "application", label: "Application", values: "applications" },
  { field: "service", label: "Service", values: "services" },
  { field: "env", label: "Environment", values: "envs" },
  { field: "browser", label: "Browser", values: "browsers" },
  { field: "device", label: "Device", values: "devices" },
] as const;

const DURATIONS = [5, 10, 30, 60, 300, 600, 1800, 3600].map((seconds) => ({
  value: String(seconds * 1000),
  label: durationText(seconds * 1000),
}));

function DurationFields({ search, change }: FieldsProps) {
  const { minDuration, maxDuration } = search;
  return (
    <div className="grid grid-cols-2 gap-4">
      <FilterSelect
        label="Lasting at least"
        value={minDuration === undefined ? undefined : String(minDuration)}
        valueText={minDuration === undefined ? undefined : durationText(minDuration)}
        choices={DURATIONS}
        onChoose={(value) => change({ minDuration: value === undefined ? undefined : Number(value) })}
      />
      <FilterSelect
        label="Lasting at most"
        value={maxDuration === undefined ? undefined : String(maxDuration)}
        valueText={maxDuration === undefined ? undefined : durationText(maxDuration)}
        choices={DURATIONS}
        onChoose={(value) => change({ maxDuration: value === undefined ? undefined : Number(value) })}
      />
    </div>
  );
}
