import { clsx } from "clsx";
import { ChevronDownIcon, XIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "../../ui/menu.tsx";

const pillStyle =
  "inline-flex h-8 items-center gap-1.5 rounded-md border text-sm whitespace-nowrap transition-colors [&_svg]:size-4 [&_svg]:shrink-0";
const idleStyle = "border-line-strong bg-surface text-muted hover:bg-hover hover:text-ink";
const activeStyle = "border-accent/40 bg-accent-soft text-accent";

interface ChoicePillProps<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value | undefined) => void;
  /** What the value is where it is none of the choices. */
  readonly valueText?: string | undefined;
  /** A choice that opens something else. */
  readonly more?: { readonly label: string; readonly onSelect: () => void };
}

/** A filter with a few values: a menu while it is not in force; then it says its value and can be taken away. */
export function ChoicePill<Value extends string>(props: ChoicePillProps<Value>) {
  const { label, value, choices, onChoose, more } = props;
  const valueText = choices.find((choice) => choice.value === value)?.label ?? props.valueText ?? value;
  const isActive = valueText !== undefined;
  return (
    <span className={clsx(pillStyle, isActive ? activeStyle : idleStyle)}>
      <Menu>
        <MenuTrigger
          className={clsx("flex h-full items-center gap-1.5 rounded-md pl-2.5", isActive ? "pr-0.5" : "pr-2")}
        >
          {label}
          {isActive ? <span className="max-w-48 truncate font-medium text-ink">{valueText}</span> : null}
          {isActive ? null : <ChevronDownIcon aria-hidden className="opacity-60" />}
        </MenuTrigger>
        <MenuContent align="start" className="max-h-96 overflow-y-auto">
          <MenuRadioGroup value={value ?? ""} onValueChange={(chosen) => onChoose(chosen as Value)}>
            {choices.map((choice) => (
              <MenuRadioItem key={choice.value} value={choice.value}>
                {choice.label}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          {more === undefined ? null : (
            <>
              <MenuSeparator />
              <MenuItem onSelect={more.onSelect}>{more.label}</MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      {isActive ? (
        <RemoveButton label={`Remove filter: ${label} ${valueText}`} onClick={() => onChoose(undefined)} />
      ) : null}
    </span>
  );
}

interface TogglePillProps {
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

/** A filter that is in force or not. */
export function TogglePill({ isOn, onToggle, icon, children }: TogglePillProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onToggle(!isOn)}
      className={clsx(pillStyle, "px-2.5", isOn ? clsx(activeStyle, "font-medium") : idleStyle)}
    >
      {icon}
      {children}
    </button>
  );
}

interface FilterChipProps {
  readonly label: string;
  readonly value: string;
  readonly onRemove: () => void;
  readonly className?: string | undefined;
}

/** A filter in force that has no pill of its own here. */
export function FilterChip({ label, value, onRemove, className }: FilterChipProps) {
  return (
    <span className={clsx(pillStyle, activeStyle, "max-w-full pl-2.5", className)}>
      <span className="min-w-0 truncate">
        {label} <span className="font-medium text-ink">{value}</span>
      </span>
      <RemoveButton label={`Remove filter: ${label} ${value}`} onClick={onRemove} />
    </span>
  );
}

function RemoveButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="mr-0.5 grid size-6 place-items-center rounded hover:bg-accent/15 [&_svg]:size-3.5"
    >
      <XIcon aria-hidden />
    </button>
  );
}
