import { clsx } from "clsx";
import { LoaderCircleIcon } from "lucide-react";

/** Something is being waited for; `label` says what, to screen readers. */
export function Spinner({ label, className }: { readonly label: string; readonly className?: string }) {
  return (
    <span role="status" className={clsx("inline-flex text-faint", className)}>
      <LoaderCircleIcon aria-hidden className="size-[1.25em] animate-spin" />
      <span className="sr-only">{label}</span>
    </span>
  );
}
