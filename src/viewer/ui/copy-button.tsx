import { CheckIcon, CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { toast } from "./toast.ts";

interface CopyButtonProps {
  /** What is put on the clipboard. */
  readonly text: string;
  readonly label?: string;
}

/** Copies a text and says so. */
export function CopyButton({ text, label = "Copy" }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    // No clipboard outside of secure contexts: a plain-http address that is not loopback.
    Promise.resolve(navigator.clipboard)
      .then((clipboard: Clipboard | undefined) => {
        if (clipboard === undefined) throw new Error("pages without https have no clipboard");
        return clipboard.writeText(text);
      })
      .then(
        () => setCopied(true),
        () => toast.error("The browser does not let this page copy. Select the text and copy it by hand."),
      );
  return (
    <Button size="sm" onClick={() => void copy()}>
      {copied ? <CheckIcon aria-hidden /> : <CopyIcon aria-hidden />}
      <span aria-live="polite">{copied ? "Copied" : label}</span>
    </Button>
  );
}
