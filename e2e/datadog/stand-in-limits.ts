import type { StandInLimit, StandInRoute } from "./control.ts";

/** Counts requests in periods that begin with the first of them, and says what Datadog would say of it. */
export class RateLimits {
  readonly #now: () => number;
  readonly #periods = new Map<StandInRoute, { readonly endsAt: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  take(
    route: StandInRoute,
    limit: StandInLimit | undefined,
  ): { readonly isOver: boolean; readonly headers: Readonly<Record<string, string>> } {
    if (limit === undefined) return { isOver: false, headers: {} };
    const now = this.#now();
    const running = this.#periods.get(route);
    const isNew = running === undefined || running.endsAt <= now;
    const period = isNew ? { endsAt: now + limit.seconds * 1000, count: 0 } : running;
    this.#periods.set(route, period);
    period.count += 1;
    const values = {
      Limit: limit.requests,
      Period: limit.seconds,
      Remaining: Math.max(0, limit.requests - period.count),
      Reset: Math.max(0, Math.ceil((period.endsAt - now) / 1000)),
      Name: `stand_in_${route}`,
    };
    const headers = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`X-RateLimit-${name}`, String(value)]),
    );
    return { isOver: period.count > limit.requests, headers };
  }
}
