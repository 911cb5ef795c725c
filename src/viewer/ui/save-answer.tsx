import { DownloadIcon } from "lucide-react";
import { buttonStyle, type ButtonSize } from "./button-style.ts";

interface SaveAnswerProps {
  readonly address: string;
  readonly size?: ButtonSize;
}

/** Saves an answer that could not be read, as it came, for a bug report. */
export function SaveAnswer({ address, size = "md" }: SaveAnswerProps) {
  return (
    <a href={address} download className={buttonStyle({ size })}>
      <DownloadIcon aria-hidden /> Save the raw answer
    </a>
  );
}
