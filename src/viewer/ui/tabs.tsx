import { clsx } from "clsx";
import { Tabs as Radix } from "radix-ui";
import type { MouseEvent, ReactNode } from "react";

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps<Id extends string> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly className?: string;
}

/** Panels that share one place, one of them in sight. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, className }: TabsProps<Id>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(chosen) => onChange(chosen as Id)}
      className={clsx("flex min-h-0 flex-col", className)}
    >
      <Radix.List
        aria-label={label}
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            onMouseDown={(press) => pressWithoutRing(press, () => onChange(tab.id))}
            className={clsx(
              "-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted outline-offset-[-4px] transition-colors hover:text-ink focus-visible:rounded-md",
              "data-[state=active]:border-accent data-[state=active]:text-ink",
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} tabIndex={-1} className="min-h-0 flex-1 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** Radix focuses a pressed tab by program, which browsers take for a wish to see the ring; the mouse needs none. */
function pressWithoutRing(press: MouseEvent<HTMLElement>, choose: () => void): void {
  if (press.button !== 0 || press.ctrlKey) return;
  press.preventDefault();
  press.currentTarget.focus({ focusVisible: false });
  choose();
}
