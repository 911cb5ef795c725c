import { useEffect, useState } from "react";

/** The clock, epoch milliseconds, at the pace that words like "5 minutes ago" need. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
