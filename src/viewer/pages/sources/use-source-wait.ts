import { useIsFetching, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isDatadogSite } from "../../../wire/datadog-site.ts";
import type { SourceWait } from "../../../wire/source.ts";
import { SOURCE_STATUS, sourceStatusQuery } from "../../api/source-status.ts";

/** A request that takes longer than this is asked about. */
const SLOW_MS = 700;
const ASK_EVERY_MS = 1000;

/** What a source waits for, and when that is over: epoch ms by this page's clock. */
export interface WaitHere extends Omit<SourceWait, "since"> {
  readonly until: number;
}

/**
 * What a source waits for while this page waits for it; undefined while nothing does. The server is asked only while a
 * request takes its time, and only about sources that ask another server themselves.
 */
export function useSourceWait(source: string | undefined): WaitHere | undefined {
  const isBusy = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] !== SOURCE_STATUS }) > 0;
  const isSlow = useLasting(isBusy, SLOW_MS) && source !== undefined && isDatadogSite(source);
  const status = useQuery({
    ...sourceStatusQuery(source),
    enabled: isSlow,
    refetchInterval: ASK_EVERY_MS,
  });
  if (!isSlow || status.data === undefined) return undefined;
  // The one that is over last is what this page waits for at worst.
  const wait = status.data.waits.toSorted((a, b) => b.until - a.until)[0];
  return wait && { ...wait, until: wait.until - status.data.now + status.dataUpdatedAt };
}

/** True when something has held for so long without a break. */
function useLasting(holds: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasts(true), ms);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [holds, ms]);
  return holds && lasts;
}
