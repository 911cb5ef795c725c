import { clsx } from "clsx";
import { type ComponentProps, useId } from "react";
import { fieldStyle } from "./field-style.ts";

interface TextFieldProps extends ComponentProps<"input"> {
  readonly label: string;
  /** A word about what to enter, below. */
  readonly hint?: string;
}

/** A line to type into, with its name above. */
export function TextField({ label, hint, className, ...rest }: TextFieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : hintId}
        className={clsx(fieldStyle, "h-9 px-3")}
      />
      {hint === undefined ? null : (
        <span id={hintId} className="text-xs text-faint">
          {hint}
        </span>
      )}
    </div>
  );
}
