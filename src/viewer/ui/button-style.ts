import { clsx } from "clsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent-fill text-on-accent hover:bg-accent-fill-hover",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-hover",
  ghost: "text-muted hover:bg-hover hover:text-ink",
  danger: "bg-danger-soft text-danger hover:bg-danger-soft/70",
};

const SIZES: Record<ButtonSize, string> = { sm: "h-8 gap-1.5 px-2.5", md: "h-9 gap-2 px-3.5" };

/** Classes that make an element look like a button: for links, which must stay links. */
export function buttonStyle(look: { variant?: ButtonVariant; size?: ButtonSize } = {}): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center rounded-md text-sm font-medium whitespace-nowrap transition-colors",
    "disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[look.variant ?? "secondary"],
    SIZES[look.size ?? "md"],
  );
}
