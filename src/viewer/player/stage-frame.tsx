import { clsx } from "clsx";
import { useCallback } from "react";
import { STAGE_PATH } from "../../wire/paths.ts";

interface StageFrameProps {
  /** Takes the frame up for as long as it is there; returns what lets it go. */
  readonly attach: (frame: HTMLIFrameElement) => () => void;
  /** Size in CSS pixels; without it the frame fills its parent. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  readonly className?: string;
  readonly title?: string;
  /** Nobody can get into it with the keyboard either. */
  readonly isInert?: boolean;
}

/** The document in which the recorded page is rebuilt. It shares nothing with this one but messages. */
export function StageFrame({
  attach,
  size,
  className,
  title = "Recorded page",
  isInert = false,
}: StageFrameProps) {
  const connect = useCallback((frame: HTMLIFrameElement) => attach(frame), [attach]);
  return (
    <iframe
      ref={connect}
      src={STAGE_PATH}
      title={title}
      {...(isInert ? { tabIndex: -1, "aria-hidden": true } : {})}
      // oxlint-disable-next-line react/iframe-missing-sandbox -- The stage runs our own script, under a policy without network. The recorded page is in a frame inside it that allows no scripts.
      sandbox="allow-scripts allow-same-origin"
      className={clsx("block border-0", size === undefined && "size-full", className)}
      style={size}
    />
  );
}
