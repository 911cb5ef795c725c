import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { sessionQuery } from "../../api/sessions.ts";
import type { SessionSummary } from "../../../wire/session.ts";

/** A pointer that only passes over rows rests on none of them this long. */
const REST_MS = 80;

/**
 * To be called when a row is pointed at or focused: what its replay needs first is then there when it is
 * opened. `namesSource` as in the row's link.
 */
export function useIntent(namesSource: boolean): (session: SessionSummary) => void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return ({ id, source }) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => void client.prefetchQuery(sessionQuery(id, namesSource ? source : undefined)),
      REST_MS,
    );
  };
}
