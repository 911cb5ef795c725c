import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";
import { toast } from "./toast.ts";

const SHOWN_MS = 2000;

/** Puts a text on the clipboard; `copied` is true for a moment after it did. */
export function useCopy(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void copyText(text).then(
      () => setCopied(true),
      () => toast.error("The browser does not let this page copy. Select the text and copy it by hand."),
    );
  return { copied, copy };
}
