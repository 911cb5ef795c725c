import { clsx } from "clsx";

/** Classes of what floats above the page: menus, lists of choices, popovers. */
export const floatingStyle =
  "z-50 animate-appear rounded-lg border border-line bg-raised text-sm text-ink shadow-raised outline-none";

/** Classes of one choice in a menu or list. */
export const choiceStyle = clsx(
  "flex min-h-8 select-none items-center gap-2 rounded-md px-2 py-1 outline-none",
  "data-[highlighted]:bg-hover data-[disabled]:pointer-events-none data-[disabled]:opacity-50",
  "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted",
);
