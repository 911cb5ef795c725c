import { clsx } from "clsx";

/** The place of something that is still loading. Size it with classes. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded bg-line", className)} />;
}
