import { Select } from "../../ui/select.tsx";

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  /** The value in words where it is none of the choices. */
  readonly valueText?: string | undefined;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string | undefined) => void;
}

// The list widget knows no empty value.
const ANY: Choice = { value: "any", label: "Any" };
const PREFIX = "is ";

/** A filter as a field with its name above: any, or one of some values. */
export function FilterSelect({ label, value, valueText, choices, onChoose }: FilterSelectProps) {
  const isListed = value === undefined || choices.some((choice) => choice.value === value);
  const options = isListed ? choices : [{ value, label: valueText ?? value }, ...choices];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span aria-hidden className="font-medium">
        {label}
      </span>
      <Select
        label={label}
        look="field"
        value={value === undefined ? ANY.value : PREFIX + value}
        options={[ANY, ...options.map((option) => ({ label: option.label, value: PREFIX + option.value }))]}
        onChange={(chosen) => onChoose(chosen === ANY.value ? undefined : chosen.slice(PREFIX.length))}
      />
    </div>
  );
}
