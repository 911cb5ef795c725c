// Datadog's sites (https://docs.datadoghq.com/getting_started/site/). Each is a world of its own: an account, its
// keys and its data live at one of them.

const TITLES = {
  "datadoghq.com": "Datadog US1",
  "us3.datadoghq.com": "Datadog US3",
  "us5.datadoghq.com": "Datadog US5",
  "datadoghq.eu": "Datadog EU",
  "ap1.datadoghq.com": "Datadog AP1",
  "ap2.datadoghq.com": "Datadog AP2",
  "ddog-gov.com": "Datadog US1-FED",
} as const;

export type DatadogSiteName = keyof typeof TITLES;

export const DATADOG_SITES = Object.keys(TITLES) as readonly DatadogSiteName[];

/** Whether Datadog has a site of this name. */
export const isDatadogSite = (name: string): name is DatadogSiteName => Object.hasOwn(TITLES, name);

/** For people: "Datadog EU". */
export const siteTitle = (site: DatadogSiteName): string => TITLES[site];

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
