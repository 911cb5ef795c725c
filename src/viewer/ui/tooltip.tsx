import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

interface TooltipProps {
  /** Must not be the only place where something is said: touch screens show no tooltips. */
  readonly content: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "bottom" | "left" | "right";
  /** One element that can have the focus and takes a ref. */
  readonly children: ReactNode;
}

/** A word about its child, on hover and focus. */
export function Tooltip({ content, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-xs animate-appear items-center gap-2 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-ink shadow-raised"
        >
          {content}
          {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
