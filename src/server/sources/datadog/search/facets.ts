import type { Facets } from "../../../../wire/session.ts";
import { SourceError } from "../../source.ts";
import type { Clock } from "../http/clock.ts";
import { SharedAsks } from "../http/shared-asks.ts";
import type { SiteClient } from "../http/site-client.ts";
import { USUAL_RETENTION_MS } from "./retention.ts";
import { aggregateRumEvents } from "./rum-search.ts";
import { RECORDED_SESSIONS } from "./session-query.ts";

const MOST_VALUES = 50;
const KEPT_MS = 10 * 60_000;

const FACETS = {
  applications: "@application.id",
  services: "service",
  envs: "env",
  browsers: "@browser.name",
  devices: "@device.type",
} as const satisfies Readonly<Record<keyof Facets, string>>;

/** The values that the picker's filters can take, asked for once in a while: each is a request. */
export class FacetBook {
  readonly #client: SiteClient;
  readonly #clock: Clock;
  readonly #asks = new SharedAsks<Facets>();
  #kept: { readonly at: number; readonly facets: Facets } | undefined;

  constructor(client: SiteClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async get(signal: AbortSignal): Promise<Facets> {
    if (this.#kept !== undefined && this.#clock.now() - this.#kept.at < KEPT_MS) return this.#kept.facets;
    return this.#asks.ask("facets", (shared) => this.#ask(shared), signal);
  }

  async #ask(signal: AbortSignal): Promise<Facets> {
    const now = this.#clock.now();
    const values = async (facet: string) => {
      const range = { from: now - USUAL_RETENTION_MS, to: now };
      const about = { what: "the values of a filter", query: RECORDED_SESSIONS, facet, limit: MOST_VALUES };
      const buckets = await aggregateRumEvents(this.#client, { ...about, ...range }, signal).catch(
        unlessRefused,
      );
      return buckets.map(({ value }) => value);
    };
    const [applications, services, envs, browsers, devices] = await Promise.all([
      values(FACETS.applications),
      values(FACETS.services),
      values(FACETS.envs),
      values(FACETS.browsers),
      values(FACETS.devices),
    ]);
    const facets = { applications, services, envs, browsers, devices };
    this.#kept = { at: now, facets };
    return facets;
  }
}

/** An attribute of which an account made no facet cannot be counted; it can still be typed. */
function unlessRefused(error: unknown): readonly { readonly value: string }[] {
  if (error instanceof SourceError && (error.status === 400 || error.status === 404)) return [];
  throw error;
}
