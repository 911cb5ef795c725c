import { SearchIcon, XIcon } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { fieldStyle } from "../../ui/field-style.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Kbd } from "../../ui/kbd.tsx";
import { useDraft } from "../../ui/use-draft.ts";

const TYPING_PAUSE_MS = 250;

interface SearchBoxProps {
  readonly value: string;
  readonly onSearch: (text: string) => void;
  /** The arrow down from here leads to the list. */
  readonly onLeaveDown: () => void;
  /** Opens a link or an id that was pasted, or entered; false when the text is neither. */
  readonly onLink: (text: string) => boolean;
}

/** Searches sessions as one types. `/` comes here from anywhere on the page. */
export function SearchBox({ value, onSearch, onLeaveDown, onLink }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const { draft, type, commit } = useDraft(value, onSearch, TYPING_PAUSE_MS);
  useHotkeys("/", () => input.current?.select(), { preventDefault: true, useKey: true });

  const clear = () => {
    commit("");
    input.current?.focus();
  };
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.key === "Enter") commit(onLink(draft) ? "" : draft);
    else if (press.key === "Escape" && draft !== "") clear();
    else if (press.key === "Escape") input.current?.blur();
    else if (press.key === "ArrowDown") onLeaveDown();
    else return;
    press.preventDefault();
  };

  const onPaste = (paste: ClipboardEvent) => {
    if (!onLink(paste.clipboardData.getData("text"))) return;
    paste.preventDefault();
    commit("");
  };

  return (
    <search className="relative min-w-0 flex-1">
      <SearchIcon
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-faint"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label="Search sessions"
        aria-keyshortcuts="/"
        placeholder="Search people, pages, ids, links"
        value={draft}
        onChange={(change) => type(change.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className={`${fieldStyle} peer h-9 lg:h-8 pr-9 pl-9`}
      />
      {draft === "" ? (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2 flex items-center peer-focus:hidden max-md:hidden"
        >
          <Kbd>/</Kbd>
        </span>
      ) : (
        <IconButton
          label="Clear the search"
          size="sm"
          onClick={clear}
          className="absolute inset-y-0 right-1 my-auto"
        >
          <XIcon />
        </IconButton>
      )}
    </search>
  );
}
