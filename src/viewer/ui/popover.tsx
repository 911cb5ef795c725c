import { clsx } from "clsx";
import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { floatingStyle } from "./floating-style.ts";

export const Popover = Radix.Root;
/** With `asChild`: a `Button` or `IconButton`. */
export const PopoverTrigger = Radix.Trigger;
export const PopoverAnchor = Radix.Anchor;
export const PopoverClose = Radix.Close;

/** A small panel beside its trigger; takes the focus and gives it back. */
export function PopoverContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="start"
        sideOffset={6}
        collisionPadding={8}
        {...rest}
        className={clsx(floatingStyle, "max-w-[calc(100vw-1rem)] p-3", className)}
      />
    </Radix.Portal>
  );
}
