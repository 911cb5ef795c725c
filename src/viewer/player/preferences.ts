import { useSyncExternalStore } from "react";
import { SPEEDS } from "./player.ts";

/** What a person prefers, on all sessions, kept in this browser. */
export interface PlayerPreferences {
  readonly speed: number;
  readonly skipInactivity: boolean;
  /** The recorded page fills the space, or is shown at its own size. */
  readonly fit: "contain" | "actual";
  /** The list of what happened scrolls along with the playhead. */
  readonly follow: boolean;
}

const KEY = "rum-replay:player";
const DEFAULTS: PlayerPreferences = { speed: 1, skipInactivity: true, fit: "contain", follow: true };

const listeners = new Set<() => void>();
let current: PlayerPreferences | undefined;

/** Preferences as stored; what is missing, damaged or unreadable is as by default. */
export function playerPreferences(): PlayerPreferences {
  current ??= read();
  return current;
}

/** Changes some preferences, for all that use them and for the next visit. */
export function setPlayerPreferences(change: Partial<PlayerPreferences>): void {
  current = { ...playerPreferences(), ...change };
  write(current);
  for (const listener of listeners) listener();
}

export const usePlayerPreferences = (): PlayerPreferences =>
  useSyncExternalStore(subscribe, playerPreferences);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): PlayerPreferences {
  try {
    return parse(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return DEFAULTS; // Storage that is switched off, or a text that is not ours.
  }
}

function write(preferences: PlayerPreferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    return; // Storage that is full or switched off: the choice lasts until the page is left.
  }
}

function parse(value: unknown): PlayerPreferences {
  const stored: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const bool = (key: "skipInactivity" | "follow") => {
    const chosen = stored[key];
    return typeof chosen === "boolean" ? chosen : DEFAULTS[key];
  };
  return {
    speed: SPEEDS.find((speed) => speed === stored["speed"]) ?? DEFAULTS.speed,
    skipInactivity: bool("skipInactivity"),
    fit: stored["fit"] === "actual" ? "actual" : DEFAULTS.fit,
    follow: bool("follow"),
  };
}
