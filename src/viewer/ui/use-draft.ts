import { useEffect, useRef, useState } from "react";

/**
 * A text that is typed here and kept elsewhere. What is typed shows at once and is passed on when nothing was
 * typed for `delayMs`, or when `commit` is called; a value that changes from outside replaces the draft.
 */
export function useDraft(value: string, onCommit: (text: string) => void, delayMs: number) {
  const [draft, setDraft] = useState(value);
  const committed = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (committed.current === value) return;
    committed.current = value;
    clearTimeout(timer.current);
    setDraft(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const commit = (text: string) => {
    clearTimeout(timer.current);
    setDraft(text);
    if (committed.current === text) return;
    committed.current = text;
    onCommit(text);
  };
  const type = (text: string) => {
    setDraft(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(text), delayMs);
  };
  return { draft, type, commit };
}
