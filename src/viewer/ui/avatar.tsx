import { UserRoundIcon } from "lucide-react";
import type { CSSProperties } from "react";

interface AvatarProps {
  /** Up to two letters; without, a figure of nobody in particular. */
  readonly initials: string | undefined;
  /** 0 to 359. */
  readonly hue: number;
}

/** A person's letters on a colour of their own. Decoration: the name stands beside it. */
export function Avatar({ initials, hue }: AvatarProps) {
  return (
    <span
      aria-hidden
      style={{ "--hue": hue } as CSSProperties}
      className="avatar-tint grid size-9 shrink-0 place-items-center rounded-full text-xs font-semibold select-none"
    >
      {initials ?? <UserRoundIcon className="size-4" />}
    </span>
  );
}
