import { Switch as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Its words, beside it. */
  readonly children: ReactNode;
}

/** Something that is on or off and takes effect at once. */
export function Switch({ checked, onChange, children }: SwitchProps) {
  return (
    <label className="flex cursor-pointer items-center gap-2.5 select-none">
      <Radix.Root
        checked={checked}
        onCheckedChange={onChange}
        className="inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors data-[state=checked]:bg-accent-fill"
      >
        <Radix.Thumb className="size-4 rounded-full bg-white shadow transition-transform data-[state=checked]:translate-x-4" />
      </Radix.Root>
      {children}
    </label>
  );
}
