import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  /** What to do about it: buttons, links, instructions. */
  readonly children?: ReactNode;
}

/** There is nothing to show, and why. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-12 text-center">
      {icon === undefined ? null : (
        <span className="mb-1 grid size-12 place-items-center rounded-xl bg-accent-soft text-accent [&_svg]:size-6">
          {icon}
        </span>
      )}
      <h2 className="text-lg font-semibold tracking-tight text-balance">{title}</h2>
      {text === undefined ? null : <p className="text-pretty text-muted">{text}</p>}
      {children === undefined ? null : (
        <div className="mt-2 flex w-full flex-wrap justify-center gap-2">{children}</div>
      )}
    </div>
  );
}
