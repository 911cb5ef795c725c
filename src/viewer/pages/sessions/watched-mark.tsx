import { EyeIcon } from "lucide-react";
import { relativeText } from "../../ui/moments.ts";

interface WatchedMarkProps {
  /** Epoch ms. */
  readonly at: number;
  readonly now: number;
}

/** Whoever looks at the list has watched this session. */
export function WatchedMark({ at, now }: WatchedMarkProps) {
  const text = `Watched by you ${relativeText(at, now)}`;
  return (
    <span title={text} className="relative z-10 inline-flex shrink-0 text-faint">
      <EyeIcon aria-hidden className="size-3.5" />
      <span className="sr-only">{text}</span>
    </span>
  );
}
