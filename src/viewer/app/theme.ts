import { useSyncExternalStore } from "react";
import { toast } from "../ui/toast.ts";

/** What a person chose; `system` follows the operating system. */
export type Theme = "light" | "dark" | "system";

// public/theme.js reads the same key before the first paint.
const STORAGE_KEY = "rum-replay.theme";

const listeners = new Set<() => void>();

/** The theme in force, from the document's `data-theme`. */
function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Shows a theme from now on, here and in later visits of this browser where it allows storage. */
export function chooseTheme(theme: Theme): void {
  show(theme);
  try {
    if (theme === "system") localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    toast("This theme holds until the page is closed", {
      description: "The browser does not let this page store anything.",
    });
  }
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

// Another tab's choice holds here too.
function onStorage(change: StorageEvent): void {
  if (change.key !== STORAGE_KEY) return;
  show(change.newValue === "light" || change.newValue === "dark" ? change.newValue : "system");
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) globalThis.addEventListener("storage", onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) globalThis.removeEventListener("storage", onStorage);
  };
}

/** The chosen theme, kept current. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
