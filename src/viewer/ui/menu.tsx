import { clsx } from "clsx";
import { CheckIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps } from "react";
import { Kbd } from "./kbd.tsx";
import { choiceStyle, floatingStyle } from "./floating-style.ts";

export const Menu = DropdownMenu.Root;
/** With `asChild`: a `Button` or `IconButton`. */
export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

/** The menu itself, floating beside its trigger. */
export function MenuContent({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        sideOffset={6}
        collisionPadding={8}
        {...rest}
        className={clsx(floatingStyle, "min-w-40 p-1", className)}
      />
    </DropdownMenu.Portal>
  );
}

interface MenuItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  readonly shortcut?: string;
}

/** Something to do. */
export function MenuItem({ className, shortcut, children, ...rest }: MenuItemProps) {
  return (
    <DropdownMenu.Item {...rest} className={clsx(choiceStyle, className)}>
      {children}
      {shortcut === undefined ? null : (
        <span className="ml-auto pl-4">
          <Kbd>{shortcut}</Kbd>
        </span>
      )}
    </DropdownMenu.Item>
  );
}

/** One of several; the chosen one has a tick. */
export function MenuRadioItem({
  className,
  children,
  ...rest
}: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem {...rest} className={clsx(choiceStyle, "pr-8", className)}>
      {children}
      <DropdownMenu.ItemIndicator className="absolute right-3">
        <CheckIcon />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

/** Something that is so or not; choosing it leaves the menu open. */
export function MenuCheckboxItem({
  className,
  children,
  ...rest
}: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  return (
    <DropdownMenu.CheckboxItem
      onSelect={(choice) => choice.preventDefault()}
      {...rest}
      className={clsx(choiceStyle, "relative pr-8", className)}
    >
      {children}
      <DropdownMenu.ItemIndicator className="absolute right-2">
        <CheckIcon />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}

/** The heading of a group of items. */
export function MenuLabel({ className, ...rest }: ComponentProps<typeof DropdownMenu.Label>) {
  return (
    <DropdownMenu.Label
      {...rest}
      className={clsx("px-2 pt-2 pb-1 text-xs font-medium text-faint", className)}
    />
  );
}

/** A line between groups. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
