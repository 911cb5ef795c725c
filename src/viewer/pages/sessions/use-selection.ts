import { useMemo, useState } from "react";
import type { SessionSummary } from "../../../wire/session.ts";
import { keyOf } from "./arrivals.ts";

/** Rows that are picked, to do something with all of them. */
export interface Selection {
  /** In the order in which they were picked. */
  readonly sessions: readonly SessionSummary[];
  has(session: SessionSummary): boolean;
  toggle(session: SessionSummary): void;
}

/** The selection of a list; undefined while rows are not picked but opened. */
export function useSelection() {
  const [picked, setPicked] = useState<ReadonlyMap<string, SessionSummary>>();
  const selection = useMemo<Selection | undefined>(
    () =>
      picked && {
        sessions: [...picked.values()],
        has: (session) => picked.has(keyOf(session)),
        toggle: (session) => setPicked(toggled(picked, session)),
      },
    [picked],
  );
  return { selection, start: () => setPicked(new Map()), stop: () => setPicked(undefined) };
}

function toggled(picked: ReadonlyMap<string, SessionSummary>, session: SessionSummary) {
  const others = new Map(picked);
  if (!others.delete(keyOf(session))) others.set(keyOf(session), session);
  return others;
}
