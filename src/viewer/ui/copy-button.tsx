import { CheckIcon, CopyIcon } from "lucide-react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { useCopy } from "./use-copy.ts";

interface CopyButtonProps {
  /** What is put on the clipboard. */
  readonly text: string;
}

/** Copies a text and says so. */
export function CopyButton({ text }: CopyButtonProps) {
  const { copied, copy } = useCopy(text);
  return (
    <Button size="sm" onClick={copy}>
      {copied ? <CheckIcon aria-hidden /> : <CopyIcon aria-hidden />}
      <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
    </Button>
  );
}

/** The same where there is room for an icon only; `label` says what is copied. */
export function CopyIconButton({ text, label }: CopyButtonProps & { readonly label: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <IconButton label={copied ? "Copied" : label} size="sm" onClick={copy}>
      {copied ? <CheckIcon className="text-good" /> : <CopyIcon />}
    </IconButton>
  );
}
