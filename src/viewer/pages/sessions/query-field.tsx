import { SearchCodeIcon, XIcon } from "lucide-react";
import { clsx } from "clsx";
import { useId } from "react";
import { fieldStyle } from "../../ui/field-style.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useDraft } from "../../ui/use-draft.ts";

interface QueryFieldProps {
  readonly value: string;
  readonly onSearch: (query: string) => void;
  /** Why the source does not take the query, in its words. */
  readonly refusal: string | undefined;
}

/** A query would be refused at every letter: it is passed on when typing rests, or by Enter. */
const TYPING_PAUSE_MS = 900;

/** Terms in Datadog's search syntax, which must hold besides the filters. */
export function QueryField({ value, onSearch, refusal }: QueryFieldProps) {
  const id = useId();
  const { draft, type, commit } = useDraft(value, onSearch, TYPING_PAUSE_MS);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="relative">
        <SearchCodeIcon
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-faint"
        />
        <input
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-label="Datadog query"
          aria-invalid={refusal !== undefined}
          aria-describedby={refusal === undefined ? undefined : id}
          placeholder="Datadog query: @session.error.count:>2 @geo.country:Germany"
          value={draft}
          onChange={(change) => type(change.target.value)}
          onKeyDown={(press) => {
            if (press.key === "Enter") commit(draft.trim());
            else if (press.key === "Escape" && draft !== "") commit("");
          }}
          className={clsx(
            fieldStyle,
            "h-9 pr-9 pl-9 font-mono text-xs lg:h-8",
            refusal !== undefined && "border-danger",
          )}
        />
        {draft === "" ? null : (
          <IconButton
            label="Clear the query"
            size="sm"
            onClick={() => commit("")}
            className="absolute inset-y-0 right-1 my-auto"
          >
            <XIcon />
          </IconButton>
        )}
      </div>
      {refusal === undefined ? null : (
        <p id={id} role="alert" className="text-xs text-pretty break-words text-danger">
          {sentence(refusal)}
          <span className="text-muted"> The list below does not follow it.</span>
        </p>
      )}
    </div>
  );
}

/** The field that is meant is this one; its name in addresses says nothing here. */
function sentence(refusal: string): string {
  const words = refusal.replace(/^rum: /, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith(".") ? "" : "."}`;
}
