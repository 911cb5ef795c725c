import type { DatadogSiteName } from "../../../wire/datadog-site.ts";

/** A site as it is set up: where its API is, and the keys for it. */
export interface DatadogSite {
  readonly site: DatadogSiteName;
  /** Base address of its API, without a slash at the end: `https://api.<site>`, or what stands in for it. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly appKey: string;
}

/** Where a site's API is. */
export const apiUrlOf = (site: DatadogSiteName): string => `https://api.${site}`;
