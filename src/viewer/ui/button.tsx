import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { type ButtonSize, buttonStyle, type ButtonVariant } from "./button-style.ts";

interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** A button with words on it. One with an icon alone is an `IconButton`. */
export function Button({ variant = "secondary", size = "md", className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={clsx(buttonStyle({ variant, size }), className)} />;
}
