import { clsx } from "clsx";
import { Slider as Radix } from "radix-ui";

interface SliderProps {
  /** Its name for screen readers. */
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it is let go. */
  readonly onCommit?: (value: number) => void;
  /** The value in words, for screen readers. */
  readonly valueText?: string;
  readonly className?: string;
}

/** A value on a line, moved by pointer or arrow keys. */
export function Slider(props: SliderProps) {
  const { label, value, min, max, step = 1, onChange, onCommit, valueText, className } = props;
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([moved]) => moved !== undefined && onChange(moved)}
      onValueCommit={([moved]) => moved !== undefined && onCommit?.(moved)}
      className={clsx("group relative flex h-5 w-full touch-none items-center select-none", className)}
    >
      <Radix.Track className="relative h-1 grow rounded-full bg-line-strong">
        <Radix.Range className="absolute h-full rounded-full bg-accent-fill" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-3.5 rounded-full border-2 border-accent-fill bg-surface shadow transition-transform group-hover:scale-110"
      />
    </Radix.Root>
  );
}
