import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** Its name for screen readers, and the tooltip. */
  readonly label: string;
  /** The key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
  readonly size?: "sm" | "md" | "lg";
  /** `primary`: the one that most people look for. */
  readonly look?: "plain" | "primary";
  readonly tooltipSide?: "top" | "bottom" | "left" | "right";
  /** The icon. */
  readonly children: ReactNode;
}

const SIZES = {
  sm: "size-7 [&_svg]:size-4",
  md: "size-9 [&_svg]:size-[1.125rem]",
  lg: "size-11 [&_svg]:size-5",
};

const LOOKS = {
  plain:
    "text-muted hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent data-[state=open]:bg-hover",
  primary: "bg-accent-fill text-on-accent hover:bg-accent-fill-hover",
};

/** A button that shows an icon only. With `aria-pressed` it is a switch and looks so. */
export function IconButton(props: IconButtonProps) {
  const { label, shortcut, size = "md", look = "plain", tooltipSide = "bottom", ...others } = props;
  const { className, children, ...rest } = others;
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          "inline-flex shrink-0 items-center justify-center rounded-md transition-colors",
          "disabled:pointer-events-none disabled:opacity-40",
          SIZES[size],
          LOOKS[look],
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
