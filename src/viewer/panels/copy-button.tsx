import { CheckIcon, CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../ui/icon-button.tsx";
import { copyText } from "../ui/copy-text.ts";
import { toast } from "../ui/toast.ts";

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
}

const SHOWN_MS = 1500;

/** Puts a text on the clipboard, and shows for a moment that it did. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    copyText(text).then(
      () => setCopied(true),
      () => toast("The browser did not allow copying", { description: text }),
    );
  return (
    <IconButton label={copied ? "Copied" : label} size="sm" onClick={() => void copy()}>
      {copied ? <CheckIcon className="text-good" /> : <CopyIcon />}
    </IconButton>
  );
}
